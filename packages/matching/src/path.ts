import { type Asset, assetsEqual, formatAsset, type Stroops } from '@sdex/primitives'
import { MAX_OFFERS_TO_CROSS, type Verdict } from './crossBook.ts'
import { convertHop, type Hop } from './hop.ts'
import type { Offer } from './offer.ts'
import { type PoolState, poolAssets } from './pool.ts'

/** The books and pools of one ledger. */
export type Venues = {
  /** Offers that sell `selling` for `buying`, best first as `compareOffers` sorts; read as far as needed. */
  offers(selling: Asset, buying: Asset): Iterable<Offer>
  /** The pool of two assets, A before B as `poolAssets` orders them; undefined when there is none. */
  pool(assetA: Asset, assetB: Asset): Pick<PoolState, 'reserveA' | 'reserveB'> | undefined
}

/** What both kinds of path payment have in common. */
export type PathRoute = {
  readonly sendAsset: Asset
  readonly destinationAsset: Asset
  /** Assets in between, at most 5 on the ledger. Default none. */
  readonly path?: readonly Asset[] | undefined
  /** The payer's account id; meeting one of its own offers fails the payment. Default: no offer is its own. */
  readonly account?: string | undefined
  /** As in `convertHop`: false for the rules before protocol 27. Default true. */
  readonly chargesRejectedBook?: boolean | undefined
}

/** A payment of an exact amount sent. */
export type StrictSend = PathRoute & {
  /** Stroops of `sendAsset`, above 0. */
  readonly sendAmount: Stroops
  /** The least that must arrive, in stroops. Default 1: the ledger knows no payment of nothing. */
  readonly destinationMin?: Stroops | undefined
}

/** A payment of an exact amount received. */
export type StrictReceive = PathRoute & {
  /** Stroops of `destinationAsset`, above 0. */
  readonly destinationAmount: Stroops
  /** The most that may be sent, in stroops. Default without limit. */
  readonly sendMax?: Stroops | undefined
}

/** One conversion of a payment that works. */
export type PathHop = Extract<Hop<Offer>, { type: 'book' | 'pool' }> & {
  readonly sendAsset: Asset
  readonly receiveAsset: Asset
}

/**
 * What would come of a path payment. The failures are those of the operation that books and pools decide; balances, trustlines and
 * authorization are not looked at.
 */
export type PathPreview =
  | {
      readonly type: 'payable'
      readonly sent: Stroops
      readonly received: Stroops
      /** From `sendAsset` to `destinationAsset`; none where both are the same. */
      readonly hops: readonly PathHop[]
    }
  | {
      readonly type: 'tooFewOffers' | 'crossSelf' | 'tooManyOffers'
      readonly sendAsset: Asset
      readonly receiveAsset: Asset
    }
  | { readonly type: 'underDestinationMin'; readonly received: Stroops }
  | { readonly type: 'overSendMax'; readonly sent: Stroops }

/**
 * What arrives when an exact amount is sent along a path.
 *
 * @remarks stellar-core `PathPaymentStrictSendOpFrame`: hop after hop, first to last. Each goes wholly through a book or wholly through a
 * pool, see `convertHop`; a book or pool that is met twice is what the first visit left.
 * @throws `ExchangeError` where core throws, see `crossOffer`.
 * @example
 * ```ts
 * const preview = previewStrictSend({ sendAsset: XLM, destinationAsset: usd, sendAmount: 10_000_000n }, venues)
 * if (preview.type === 'payable') console.log(formatAmount(preview.received))
 * ```
 */
export function previewStrictSend(payment: StrictSend, venues: Venues): PathPreview {
  const { sendAmount, destinationMin = 1n } = payment
  const walk = createWalk(payment, venues)
  const hops: PathHop[] = []
  let amount = sendAmount
  for (const pair of pairsOf(payment)) {
    const hop = walk('strictSend', pair, amount)
    if (hop.type !== 'book' && hop.type !== 'pool') return { type: hop.type, ...pair }
    hops.push({ ...hop, ...pair })
    amount = hop.received
  }
  if (amount < destinationMin) return { type: 'underDestinationMin', received: amount }
  return { type: 'payable', sent: sendAmount, received: amount, hops }
}

/**
 * What has to be sent for an exact amount to arrive along a path.
 *
 * @remarks stellar-core `PathPaymentStrictReceiveOpFrame`: hop after hop, last to first; otherwise as {@link previewStrictSend}.
 * @throws `ExchangeError` where core throws, see `crossOffer`.
 * @example
 * ```ts
 * const preview = previewStrictReceive({ sendAsset: XLM, destinationAsset: usd, destinationAmount: 10_000_000n }, venues)
 * if (preview.type === 'payable') console.log(formatAmount(preview.sent))
 * ```
 */
export function previewStrictReceive(payment: StrictReceive, venues: Venues): PathPreview {
  const { destinationAmount, sendMax } = payment
  const walk = createWalk(payment, venues)
  const hops: PathHop[] = []
  let amount = destinationAmount
  for (const pair of pairsOf(payment).reverse()) {
    const hop = walk('strictReceive', pair, amount)
    if (hop.type !== 'book' && hop.type !== 'pool') return { type: hop.type, ...pair }
    hops.unshift({ ...hop, ...pair })
    amount = hop.sent
  }
  if (sendMax !== undefined && amount > sendMax) return { type: 'overSendMax', sent: amount }
  return { type: 'payable', sent: amount, received: destinationAmount, hops }
}

type Pair = { readonly sendAsset: Asset; readonly receiveAsset: Asset }

/** Neighbours on the way; an asset that follows itself is passed over. */
function pairsOf({ sendAsset, destinationAsset, path = [] }: PathRoute): Pair[] {
  const assets = [sendAsset, ...path, destinationAsset]
  return assets
    .slice(1)
    .map((receiveAsset, at) => ({ sendAsset: assets[at] ?? sendAsset, receiveAsset }))
    .filter((pair) => !assetsEqual(pair.sendAsset, pair.receiveAsset))
}

type Walk = (rounding: 'strictSend' | 'strictReceive', pair: Pair, amount: Stroops) => Hop<Offer>

/** Converts hop after hop, and remembers what each took from the books, the pools and the limit on offers. */
function createWalk({ account, chargesRejectedBook }: PathRoute, venues: Venues): Walk {
  const remainders = new Map<bigint, Stroops>()
  const reserves = new Map<string, Pick<PoolState, 'reserveA' | 'reserveB'>>()
  let offersLeft = MAX_OFFERS_TO_CROSS

  const inspect = (offer: Offer): Verdict => (offer.seller === account ? 'crossSelf' : 'take')
  function* offersOf({ sendAsset, receiveAsset }: Pair): Generator<Offer> {
    for (const offer of venues.offers(receiveAsset, sendAsset)) {
      const amount = remainders.get(offer.id) ?? offer.amount
      if (amount > 0n) yield amount === offer.amount ? offer : { ...offer, amount }
    }
  }
  return (rounding, pair, amount) => {
    const [assetA, assetB] = poolAssets(pair.sendAsset, pair.receiveAsset)
    const poolKey = `${formatAsset(assetA)}/${formatAsset(assetB)}`
    const paysA = assetsEqual(pair.sendAsset, assetA)
    const pool = reserves.get(poolKey) ?? venues.pool(assetA, assetB)
    const hop = convertHop({
      rounding,
      amount,
      offers: offersOf(pair),
      pool:
        pool &&
        (paysA
          ? { reserveIn: pool.reserveA, reserveOut: pool.reserveB }
          : { reserveIn: pool.reserveB, reserveOut: pool.reserveA }),
      inspect,
      maxOffers: offersLeft,
      chargesRejectedBook,
    })
    if (hop.type === 'book') {
      for (const change of hop.crossing.changes)
        if (change.type === 'crossed') remainders.set(change.offer.id, change.remaining)
    }
    if (hop.type === 'pool') {
      const { reserveIn, reserveOut } = hop.reserves
      reserves.set(
        poolKey,
        paysA ? { reserveA: reserveIn, reserveB: reserveOut } : { reserveA: reserveOut, reserveB: reserveIn },
      )
    }
    if (hop.type === 'book' || hop.type === 'pool') offersLeft -= hop.offersUsed
    return hop
  }
}
