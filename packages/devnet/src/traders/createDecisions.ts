import { type Price, type Random, STROOPS_PER_UNIT, type Stroops, seededRandom, toPrice } from '@sdex/primitives'

/** What one trader means to do in a ledger. Whether it comes about depends on the ledger; the intention does not. */
export type Decision =
  | { readonly type: 'order'; readonly side: Side; readonly price: Price; readonly baseAmount: Stroops }
  | { readonly type: 'cancel'; readonly side: Side }
  | { readonly type: 'wait' }

export type Side = 'buy' | 'sell'

/** What all traders mean to do in one ledger. */
export type Round = { readonly referenceFloat: number; readonly decisions: readonly Decision[] }

export type DecisionOptions = {
  readonly seed: number | string
  readonly traderCount: number
  /** Around which prices move, quote for base. */
  readonly referenceFloat: number
}

/** Share of decisions. What is left waits. */
const QUOTE = 0.6
const TAKE = 0.22
const CANCEL = 0.1

/** Distances from the reference, as shares of it: quotes stand back from it, takers reach across it. */
const QUOTE_DISTANCE = { min: 0.002, max: 0.02 }
const TAKE_REACH = { min: 0.001, max: 0.008 }

const QUOTE_UNITS = { min: 50, max: 500 }
const TAKE_UNITS = { min: 20, max: 400 }

/** Of the reference from one ledger to the next: its spread, and how far it is drawn back to where it began. */
const VOLATILITY = 0.0008
const REVERSION = 0.002

/**
 * Makes the rounds of a seed. They are a function of the seed alone: each trader draws the same numbers in the same round, whatever happened on
 * the ledger. In the first one all quote, by turns on either side, so that there is a book to begin with.
 */
export function createDecisions({ seed, traderCount, referenceFloat }: DecisionOptions): () => Round {
  const walk = seededRandom(`${seed}/reference`)
  const traders = Array.from({ length: traderCount }, (_, index) => seededRandom(`${seed}/trader/${index}`))
  let logDistance = 0
  let isFirst = true
  return () => {
    logDistance += VOLATILITY * bell(walk) - REVERSION * logDistance
    const reference = referenceFloat * Math.exp(logDistance)
    const decisions = traders.map((random, index) => {
      const drawn = draw(random)
      return decide(isFirst ? { ...drawn, kind: 0, side: index % 2 === 0 ? 'buy' : 'sell' } : drawn, reference)
    })
    isFirst = false
    return { referenceFloat: reference, decisions }
  }
}

/** What one trader draws in a round: always four numbers, so that its later ones are the same whatever it did. */
type Draw = { readonly kind: number; readonly side: Side; readonly distance: number; readonly size: number }

function draw(random: Random): Draw {
  return { kind: random(), side: random() < 0.5 ? 'buy' : 'sell', distance: random(), size: random() }
}

function decide({ kind, side, distance, size }: Draw, reference: number): Decision {
  const towards = side === 'buy' ? 1 : -1
  if (kind < QUOTE) {
    const share = 1 - towards * between(QUOTE_DISTANCE, distance)
    return order(side, { price: reference * share, units: between(QUOTE_UNITS, size) })
  }
  if (kind < QUOTE + TAKE) {
    const share = 1 + towards * between(TAKE_REACH, distance)
    return order(side, { price: reference * share, units: between(TAKE_UNITS, size) })
  }
  return kind < QUOTE + TAKE + CANCEL ? { type: 'cancel', side } : { type: 'wait' }
}

function order(side: Side, { price, units }: { readonly price: number; readonly units: number }): Decision {
  const rounding = side === 'buy' ? 'down' : 'up'
  return {
    type: 'order',
    side,
    price: toPrice(price.toFixed(7), rounding),
    baseAmount: BigInt(Math.round(units)) * STROOPS_PER_UNIT,
  }
}

function between({ min, max }: { readonly min: number; readonly max: number }, share: number): number {
  return min + (max - min) * share
}

/** About a normal distribution of spread 1: the sum of twelve even ones. */
function bell(random: Random): number {
  let sum = -6
  for (let draw = 0; draw < 12; draw += 1) sum += random()
  return sum
}
