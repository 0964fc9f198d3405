import type { Step } from './diffSide.ts'
import { compareForSide, type OwnOffer } from './ownOffers.ts'
import type { Change, Side } from './types.ts'

/** Operations one transaction holds. */
export const maxOperations = 100

/**
 * The order in which a transaction applies the steps, so that no operation meets an own offer (`op_cross_self`) or lacks the
 * balance that a later one frees: cancels, then what shrinks, then the rest; asks first when the new bids reach the old asks.
 *
 * @param own - The offers on the ledger now, best first.
 * @returns At most 100 changes; when more are due, cancels alone go first and the next ledger does the rest.
 */
export function orderSteps(
  steps: readonly Step[],
  own: { readonly sell: readonly OwnOffer[]; readonly buy: readonly OwnOffer[] },
): readonly Change[] {
  const best = { sell: own.sell[0], buy: own.buy[0] }
  const cancels = steps.filter((step) => step.change.type === 'cancel')
  if (steps.length > maxOperations && cancels.length > 0) return cancels.slice(0, maxOperations).map(toChange)
  const shrinking = steps.filter((step) => shrinks(step) && !reaches(step, best))
  const others = steps.filter((step) => !cancels.includes(step) && !shrinking.includes(step))
  const first: Side = others.some((step) => sideOf(step) === 'buy' && reaches(step, best)) ? 'sell' : 'buy'
  const bySide = (mine: boolean): readonly Step[] =>
    others.filter((step) => (sideOf(step) === first) === mine).sort((a, b) => Number(shrinks(b)) - Number(shrinks(a)))
  return [...cancels, ...shrinking, ...bySide(true), ...bySide(false)].map(toChange)
}

function shrinks({ change, offer, resting }: Step): boolean {
  return change.type === 'replace' && offer !== undefined && resting <= offer.resting
}

/** Whether the step's new price meets or passes the best offer that stands on the other side. */
function reaches(
  { change }: Step,
  best: { readonly sell: OwnOffer | undefined; readonly buy: OwnOffer | undefined },
): boolean {
  if (change.type === 'cancel') return false
  const opposite = change.side === 'sell' ? best.buy : best.sell
  return opposite !== undefined && compareForSide(change.side, change.price, opposite.price) <= 0
}

function sideOf({ change }: Step): Side {
  return change.side
}

function toChange({ change }: Step): Change {
  return change
}
