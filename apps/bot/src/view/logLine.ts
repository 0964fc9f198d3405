import { assetLabel, formatAmount, type Status } from '@sdex/primitives'
import { holdingsOf } from '../strategy/holdings.ts'
import { ownOffers } from '../strategy/ownOffers.ts'
import type { Change, LedgerView } from '../strategy/types.ts'
import type { BotEvent, BotFill, Settled } from './botEvent.ts'
import { priceText } from './formatFigures.ts'

/** One event as one line: time, what, then `key=value` pairs whose keys stay the same from version to version. */
export function logLine(event: BotEvent, atMs: number): string {
  return `${new Date(atMs).toISOString()} ${describe(event)}`
}

function describe(event: BotEvent): string {
  switch (event.type) {
    case 'note':
      return event.text
    case 'warning':
      return `warning: ${event.text}`
    case 'ledger':
      return `ledger ${describeLedger(event.view, event.decision === undefined ? 0 : event.decision.targets.length)}`
    case 'status':
      return `horizon ${describeStatus(event.status)}`
    case 'sent':
      return `send ${describeChanges(event.changes)}`
    case 'settled':
      return `settled ${describeSettled(event.settled)}`
    case 'fill':
      return `fill ${describeFill(event.fill)}`
    case 'stopping':
      return `stopping reason=${event.reason}`
  }
}

function describeLedger(view: LedgerView, targetCount: number): string {
  const { base, quote } = view.market
  const price = (levels: LedgerView['book']['bids']): string =>
    levels[0] === undefined ? '-' : priceText(levels[0].price)
  return pairs({
    seq: view.ledger,
    bid: price(view.book.bids),
    ask: price(view.book.asks),
    ownBids: ownOffers(view, 'buy').length,
    ownAsks: ownOffers(view, 'sell').length,
    targets: targetCount,
    base: `${balanceOf(view, 'base')}${assetLabel(base)}`,
    quote: `${balanceOf(view, 'quote')}${assetLabel(quote)}`,
  })
}

function balanceOf(view: LedgerView, side: 'base' | 'quote'): string {
  return formatAmount(holdingsOf(view)[side])
}

/** The lines that a user reads first when something is wrong: gone, and back. */
export function describeStatus(status: Status): string {
  return status.state === 'stale' || status.state === 'reconnecting'
    ? `state=${status.state} reason=${JSON.stringify(status.reason)}`
    : `state=${status.state}`
}

export function describeChanges(changes: readonly Change[]): string {
  const count = (type: Change['type']): number => changes.filter((change) => change.type === type).length
  return pairs({ place: count('place'), replace: count('replace'), cancel: count('cancel') })
}

function describeSettled(settled: Settled): string {
  return pairs({
    status: settled.status,
    ledger: settled.ledger ?? '-',
    ms: Math.round(settled.elapsedMs),
    hash: settled.hash,
    ...(settled.reason === undefined ? {} : { reason: JSON.stringify(settled.reason) }),
  })
}

function describeFill(fill: BotFill): string {
  return pairs({
    side: fill.side,
    amount: formatAmount(fill.baseAmount),
    price: priceText(fill.price),
    offer: fill.offerId,
  })
}

function pairs(values: Readonly<Record<string, string | number | bigint>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}
