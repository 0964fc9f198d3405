import { convertHop, ExchangeError, type Hop, MAX_OFFERS_TO_CROSS } from '@sdex/matching'
import type { Stroops } from '@sdex/primitives'
import type { AssetId } from '../ledger/entries.ts'
import type { Markets, PathOffer } from './markets.ts'

/** What to look for: ways from one asset, whose amount is known, to any of several others. */
export type PathSearch = {
  /** `strictSend` starts at what is sent and goes forwards; `strictReceive` starts at what has to arrive and goes backwards. */
  readonly direction: 'strictSend' | 'strictReceive'
  readonly start: AssetId
  readonly amount: Stroops
  /** The assets wanted at the other end, each with the most of it that there is, where that limits what may be sent. */
  readonly ends: ReadonlyMap<AssetId, Stroops | undefined>
  /** Whose offers are passed over. */
  readonly without?: string | undefined
  /** Conversions on a way. Default 3, as Horizon's `MAX_PATH_LENGTH`. */
  readonly maxHops?: number | undefined
}

/** A way that works. */
export type FoundPath = {
  readonly end: AssetId
  /** What is sent of the end, or arrives of it. */
  readonly amount: Stroops
  /** What lies between the first asset sent and the last received. */
  readonly path: readonly AssetId[]
}

const MAX_HOPS = 3

/** The best way to an asset so far: how much of it, over which assets, and what it takes of the operation's limit on offers. */
type Reached = { readonly amount: Stroops; readonly way: readonly AssetId[]; readonly offersUsed: number }

/**
 * Looks for ways as Horizon does: hop by hop, from each asset only by the best way to it, so that every way that is found is better than the one
 * before it to the same end. Yields, between two conversions, how many offers the last one looked at, so that a long search can be cut into slices.
 *
 * @remarks Horizon's `orderbook` search, a Bellman-Ford. Conversions are the ledger's own (stellar-core's `convertWithOffersAndPools`: a hop goes
 * wholly through the book or wholly through the pool), so an amount is what a payment over the path comes to; Horizon's own rounding may be off by
 * stroops. A way over more offers than an operation may cross is none.
 */
export function* findPaths(markets: Markets, search: PathSearch): Generator<number, readonly FoundPath[]> {
  const { direction, start, amount, ends, maxHops = MAX_HOPS } = search
  const isForwards = direction === 'strictSend'
  const nextOf = isForwards ? markets.targetsOf : markets.sourcesOf
  const found: FoundPath[] = []
  const note = (asset: AssetId, reached: Reached): void => {
    if (!isWanted(ends, asset, reached.amount)) return
    const path = reached.way.slice(1, -1)
    found.push({ end: asset, amount: reached.amount, path: isForwards ? path : path.reverse() })
  }
  if (markets.sourcesOf(start).length + markets.targetsOf(start).length === 0) return found
  const origin: Reached = { amount, way: [start], offersUsed: 0 }
  const best = new Map<AssetId, Reached>([[start, origin]])
  note(start, origin)
  let changed = new Map(best)
  for (let hop = 1; hop <= maxHops && changed.size > 0; hop += 1) {
    // What a round finds serves the next one; only what the last round has changed can lead to anything better.
    const from = [...changed].sort(([a], [b]) => (a < b ? -1 : 1))
    changed = new Map()
    for (const [asset, reached] of from) {
      for (const next of nextOf(asset)) {
        if (reached.way.includes(next) || (hop === maxHops && !ends.has(next))) continue
        const { amount: converted, offersUsed, looked } = convert(markets, { search, asset, next, reached })
        yield looked
        if (converted === 0n || !isBetter(direction, converted, best.get(next)?.amount)) continue
        const arrival = { amount: converted, way: [...reached.way, next], offersUsed: reached.offersUsed + offersUsed }
        best.set(next, arrival)
        changed.set(next, arrival)
        note(next, arrival)
      }
    }
  }
  return found
}

function isWanted(ends: PathSearch['ends'], asset: AssetId, amount: Stroops): boolean {
  const most = ends.get(asset)
  return ends.has(asset) && (most === undefined || amount <= most)
}

function isBetter(direction: PathSearch['direction'], amount: Stroops, known: Stroops | undefined): boolean {
  if (known === undefined) return true
  return direction === 'strictSend' ? amount > known : amount < known
}

type Step = {
  readonly search: PathSearch
  readonly asset: AssetId
  readonly next: AssetId
  readonly reached: Reached
}

/** One hop; the amount is 0 where it cannot be made. */
function convert(
  markets: Markets,
  { search, asset, next, reached }: Step,
): { readonly amount: Stroops; readonly offersUsed: number; readonly looked: number } {
  const { direction, without } = search
  const [sheep, wheat] = direction === 'strictSend' ? [asset, next] : [next, asset]
  let looked = 1
  function* offers(): Generator<PathOffer> {
    for (const offer of markets.offers(wheat, sheep)) {
      looked += 1
      if (offer.seller !== without) yield offer
    }
  }
  const hop = hopOrNothing({
    rounding: direction,
    amount: reached.amount,
    offers: offers(),
    pool: markets.reserves(sheep, wheat),
    maxOffers: MAX_OFFERS_TO_CROSS - reached.offersUsed,
    chargesRejectedBook: markets.chargesRejectedBook,
  })
  if (hop?.type !== 'book' && hop?.type !== 'pool') return { amount: 0n, offersUsed: 0, looked }
  return { amount: direction === 'strictSend' ? hop.received : hop.sent, offersUsed: hop.offersUsed, looked }
}

/** Where the ledger's arithmetic throws, a payment fails. */
function hopOrNothing(args: Parameters<typeof convertHop<PathOffer>>[0]): Hop<PathOffer> | undefined {
  try {
    return convertHop(args)
  } catch (error) {
    if (error instanceof ExchangeError) return undefined
    throw error
  }
}
