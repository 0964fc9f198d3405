import { drawByHash } from '../mempool/bids.ts'
import type { SignedTransaction } from '../transactions/signedTransaction.ts'
import type { Scenario } from './scenario.ts'

/** What lots are drawn for: who enters a ledger, and who stays in a full queue. */
export type Occasion = 'enter' | 'stay'

/**
 * stellar-core draws lots among equal bids, by numbers that it makes itself and tells nobody. What a ledger took sooner was drawn first, what
 * none took was drawn last; beyond that the recording does not say.
 */
export type Lots = {
  /** Below 0 when the first comes first. */
  draw(occasion: Occasion, pair: readonly [SignedTransaction, SignedTransaction], isRemembered: boolean): number
  /** The lots that were drawn, the latest first: an occasion and a hash each. */
  drawn(): readonly string[]
}

/** Draws that are remembered at most. */
const MAX_REMEMBERED = 200
/** After every ledger, and after those that none took. */
const [NEVER, LAST] = [2 ** 40, 2 ** 41]

/** @param drawnLast - Lots that come last, as `drawn` names them. */
export function createLots({ ledgers }: Scenario, drawnLast: ReadonlySet<string>): Lots {
  const appliedIn = new Map(ledgers.flatMap(({ ledgerSeq, txs }) => txs.map(({ hash }) => [hash, ledgerSeq] as const)))
  const rank = (lot: string, hash: string): number => (drawnLast.has(lot) ? LAST : 0) + (appliedIn.get(hash) ?? NEVER)
  const remembered = new Set<string>()

  const remember = (lot: string): void => {
    remembered.delete(lot)
    remembered.add(lot)
    const [oldest] = remembered
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  }
  return {
    draw: (occasion, [a, b], isRemembered) => {
      const [one, other] = [`${occasion} ${a.hash}`, `${occasion} ${b.hash}`]
      if (isRemembered) {
        remember(one)
        remember(other)
      }
      return rank(one, a.hash) - rank(other, b.hash) || drawByHash(a, b)
    },
    drawn: () => [...remembered].reverse(),
  }
}
