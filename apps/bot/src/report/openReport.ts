import { assetLabel, formatAmount, type Market } from '@sdex/primitives'
import type { OwnOffer } from '../strategy/ownOffers.ts'
import type { Change } from '../strategy/types.ts'
import { priceText } from '../view/formatFigures.ts'
import { describeChanges } from '../view/logLine.ts'

/** What the bot cannot prove to be gone. */
export type MayBeOpen = {
  readonly horizonUrl: string
  readonly account: string
  readonly market: Market
  /** As last read; `undefined` when they were never read. */
  readonly offers: { readonly ledger: number; readonly own: readonly OwnOffer[] } | undefined
  /** Signed and sent, end unknown. */
  readonly transactions: readonly PendingTransaction[]
  /** A command that cancels, or why none is needed. */
  readonly cure: string
}

export type PendingTransaction = {
  readonly hash: string
  /** No ledger that closes after this can hold it. */
  readonly validUntilMs: number
  readonly changes: readonly Change[]
}

/** The lines that a person needs who finds the bot gone and its orders perhaps not. */
export function openReport(open: MayBeOpen): readonly string[] {
  const pair = `${assetLabel(open.market.base)}/${assetLabel(open.market.quote)}`
  return [
    `what may still be open on ${pair} for account ${open.account} at ${open.horizonUrl}:`,
    ...describeOffers(open),
    ...open.transactions.map(
      ({ hash, validUntilMs, changes }) =>
        `  transaction ${hash} (${describeChanges(changes)}) may still be applied until ${new Date(validUntilMs).toISOString()}`,
    ),
    open.cure,
  ]
}

function describeOffers({ offers, market }: MayBeOpen): readonly string[] {
  if (offers === undefined) return ['  offers of an earlier run: they were not read yet']
  if (offers.own.length === 0) return [`  no offer as of ledger ${offers.ledger}`]
  const [base, quote] = [assetLabel(market.base), assetLabel(market.quote)]
  return offers.own.map(({ id, side, price, resting }) => {
    const what =
      side === 'sell' ? `sells ${formatAmount(resting)} ${base}` : `buys ${base} for ${formatAmount(resting)} ${quote}`
    return `  offer ${id} ${what} at ${priceText(price)} ${quote} (as of ledger ${offers.ledger})`
  })
}
