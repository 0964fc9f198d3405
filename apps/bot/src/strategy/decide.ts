import type { Config } from '../config/configSchema.ts'
import { diffSide } from './diffSide.ts'
import { holdingsOf } from './holdings.ts'
import { limitRisk } from './limitRisk.ts'
import { orderSteps } from './orderSteps.ts'
import { ownOffers } from './ownOffers.ts'
import { pairRooms } from './pairRooms.ts'
import { type Reference, referencePrice } from './referencePrice.ts'
import { targetQuotes } from './targetQuotes.ts'
import type { Change, LedgerView, Quote } from './types.ts'

/** What one ledger's decision leaves for the next. */
export type StrategyState = { readonly reference: Reference | undefined }

export type Decision = {
  readonly state: StrategyState
  /** What should rest, before the account's room is known; none while there is no reference price. */
  readonly targets: readonly Quote[]
  /** One transaction's worth; empty when the ledger already holds what it should. */
  readonly changes: readonly Change[]
}

/** Before the first ledger. */
export const initialState: StrategyState = { reference: undefined }

/**
 * The strategy: from one ledger's view to the changes that bring the account's offers to their targets. Pure.
 *
 * @param state - What the previous decision returned.
 */
export function decide(config: Config, view: LedgerView, state: StrategyState): Decision {
  const feed = config.feeds[config.strategy.feed]
  const reference = feed === undefined ? undefined : referencePrice(feed, view, state.reference)
  const holdings = holdingsOf(view)
  const targets =
    reference === undefined
      ? []
      : limitRisk(targetQuotes(config.strategy, reference.price, holdings), holdings.base, config.risk)
  const own = { sell: ownOffers(view, 'sell'), buy: ownOffers(view, 'buy') }
  const quotes = { sell: targets.filter(isAsk), buy: targets.filter((quote) => !isAsk(quote)) }
  const rooms = pairRooms(view, { own, quotes, config })
  const side = (name: 'sell' | 'buy', slots: number) =>
    diffSide({ offers: own[name], quotes: quotes[name], room: rooms[name], slots, tolerance: config.diff })
  const asks = side('sell', rooms.slots)
  const placed = asks.filter((step) => step.change.type === 'place').length
  const steps = [...asks, ...side('buy', rooms.slots - placed)]
  return { state: { reference }, targets, changes: orderSteps(steps, own) }
}

function isAsk(quote: Quote): boolean {
  return quote.side === 'sell'
}
