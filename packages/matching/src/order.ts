import { invertPrice, type Price, type Stroops } from '@sdex/primitives'
import { adjustOffer } from './adjustOffer.ts'
import { type BookCrossing, crossBook, type Verdict } from './crossBook.ts'
import type { OfferOwner, TakerLimits } from './crossOffer.ts'
import { availableOf, canBuyAtMost, canSellAtMost, changeBalance, type Holding, receivableOf } from './holding.ts'
import { buyLiabilities, type Liabilities, offerLiabilities } from './liabilities.ts'
import { isWithinLimit } from './limitPrice.ts'
import type { Offer } from './offer.ts'

/** An order as it is submitted: `sell` for a manage-sell or passive operation, `buy` for a manage-buy operation. */
export type Order = {
  readonly type: 'sell' | 'buy'
  /** Stroops above 0: of the asset sold, for a buy of the asset bought. */
  readonly amount: Stroops
  /** Units of the other asset for one unit of the asset that `amount` counts. */
  readonly price: Price
  /** Leaves offers at exactly its own price alone. Default false. An update keeps what the offer was created with. */
  readonly passive?: boolean | undefined
}

/**
 * What the account that places the order holds of the asset it sells and of the asset it buys; undefined without a trustline. The minimum
 * balance counts the new offer already, and the liabilities of an offer that is updated are released.
 */
export type OrderHoldings = { readonly selling: Holding | undefined; readonly buying: Holding | undefined }

/** An order and the book it meets. */
export type OrderPreviewArgs<O extends Pick<Offer, 'price' | 'amount' | 'seller'>> = {
  readonly order: Order
  /** Offers that sell what the order buys, for what it sells; best first, without the offer that is updated. */
  readonly offers: Iterable<O>
  /** The account that places it; meeting one of its own offers fails the order. Default: no offer is its own. */
  readonly account?: string | undefined
  /** Default: nothing limits the account. */
  readonly holdings?: OrderHoldings | undefined
  /** As in `crossBook`. */
  readonly ownerOf?: ((offer: O) => OfferOwner) | undefined
}

/**
 * What would come of an order. The failures are the codes of the operation's result, but for `tooManyOffers`, which is
 * `opEXCEEDED_WORK_LIMIT`.
 */
export type OrderPreview<O extends Pick<Offer, 'price' | 'amount' | 'seller'>> =
  | {
      readonly type: 'placed'
      /** Paid at once, and received at once, in stroops. */
      readonly sold: Stroops
      readonly bought: Stroops
      /** What rests as an offer, in stroops of the asset sold; 0 when nothing does. */
      readonly resting: Stroops
      /** The price that the ledger stores with it: units bought for one unit sold. */
      readonly restingPrice: Price
      readonly crossing: BookCrossing<O>
    }
  | { readonly type: OrderFailure }

/** Why an order is refused. `lineFull` and `underfunded` ask for room and funds for all of it, also for what would trade at once. */
export type OrderFailure =
  | 'sellNoTrust'
  | 'sellNotAuthorized'
  | 'buyNoTrust'
  | 'buyNotAuthorized'
  | 'underfunded'
  | 'lineFull'
  | 'crossSelf'
  | 'tooManyOffers'

const UNLIMITED: OrderHoldings = { selling: { type: 'issuer' }, buying: { type: 'issuer' } }

/**
 * What an order takes from the book, and what of it rests.
 *
 * @remarks stellar-core `ManageOfferOpFrameBase::doApply`, without the reserve of a new offer (`lowReserve`), which the caller compares. An
 * order can succeed and neither trade nor rest, when it is worth less than its price can express.
 * @throws `ExchangeError` where core throws, see `crossOffer`.
 * @example
 * ```ts
 * const preview = previewOrder({ order: { type: 'buy', amount: 150n, price: { n: 8, d: 5 } }, offers })
 * if (preview.type === 'placed') console.log(preview.bought, preview.resting)
 * ```
 */
export function previewOrder<O extends Pick<Offer, 'price' | 'amount' | 'seller'>>(
  args: OrderPreviewArgs<O>,
): OrderPreview<O> {
  const { order, offers, account, holdings = UNLIMITED, ownerOf } = args
  const failure = testHoldings(holdings) ?? testLiabilities(order, holdings)
  if (failure !== undefined) return { type: failure }
  const price = order.type === 'sell' ? order.price : invertPrice(order.price)
  const { maxSheepSend, maxWheatReceive } = limitsOf({ order, holdings, sold: 0n, bought: 0n })
  if (maxWheatReceive === 0n) return { type: 'lineFull' }
  const limit = { price, passive: order.passive ?? false }
  const inspect = (offer: O): Verdict => {
    if (!isWithinLimit(offer.price, limit)) return 'badPrice'
    return offer.seller === account ? 'crossSelf' : 'take'
  }
  const crossing = crossBook({ offers, inspect, ownerOf, maxSheepSend, maxWheatReceive, rounding: 'normal' })
  if (crossing.end === 'crossSelf') return { type: 'crossSelf' }
  if (crossing.end === 'tooMany') return { type: 'tooManyOffers' }
  const { sheepSent: sold, wheatReceived: bought } = crossing
  const left = limitsOf({ order, holdings, sold, bought })
  const resting = crossing.end === 'filled' ? 0n : adjustOffer(price, left.maxSheepSend, left.maxWheatReceive)
  return { type: 'placed', sold, bought, resting, restingPrice: price, crossing }
}

/** The order in core: the asset sold first, and its balance before its authorization. */
function testHoldings({ selling, buying }: OrderHoldings): OrderFailure | undefined {
  if (selling === undefined) return 'sellNoTrust'
  if (selling.type === 'trustline' && selling.balance === 0n) return 'underfunded'
  if (!isAuthorized(selling)) return 'sellNotAuthorized'
  if (buying === undefined) return 'buyNoTrust'
  return isAuthorized(buying) ? undefined : 'buyNotAuthorized'
}

function isAuthorized(holding: Holding): boolean {
  return holding.type !== 'trustline' || holding.authorization === 'full'
}

/** All of the order must be backed as if it rested, whatever it takes from the book. */
function testLiabilities(order: Order, { selling, buying }: OrderHoldings): OrderFailure | undefined {
  const liabilities = liabilitiesOf(order)
  if (buying !== undefined && receivableOf(buying) < liabilities.buying) return 'lineFull'
  if (selling !== undefined && availableOf(selling) < liabilities.selling) return 'underfunded'
  return undefined
}

function liabilitiesOf({ type, price, amount }: Order): Liabilities {
  return type === 'sell' ? offerLiabilities(price, amount) : buyLiabilities(price, amount)
}

type Progress = {
  readonly order: Order
  readonly holdings: OrderHoldings
  readonly sold: Stroops
  readonly bought: Stroops
}

/** What the account can still trade, on the side that the order counts no more than is left of it. */
function limitsOf({ order, holdings, sold, bought }: Progress): Pick<TakerLimits, 'maxSheepSend' | 'maxWheatReceive'> {
  const canSell = canSellAtMost(changeBalance(holdings.selling, -sold))
  const canBuy = canBuyAtMost(changeBalance(holdings.buying, bought))
  return order.type === 'sell'
    ? { maxSheepSend: smaller(order.amount - sold, canSell), maxWheatReceive: canBuy }
    : { maxSheepSend: canSell, maxWheatReceive: smaller(order.amount - bought, canBuy) }
}

function smaller(a: Stroops, b: Stroops): Stroops {
  return a < b ? a : b
}
