/**
 * The Stellar decentralized exchange's own arithmetic, exact to the stroop. Pure `bigint` functions.
 *
 * @packageDocumentation
 */
export { adjustOffer } from './adjustOffer.ts'
export {
  availableBalance,
  type Balance,
  minimumBalance,
  type ReserveCounts,
  receivableBalance,
} from './balances.ts'
export {
  type BookChange,
  type BookCrossing,
  type BookEnd,
  type BookOffer,
  type CrossBookArgs,
  crossBook,
  MAX_OFFERS_TO_CROSS,
  type Verdict,
} from './crossBook.ts'
export { crossOffer, type OfferCrossing, type OfferOwner, type TakerLimits, UNLIMITED_OWNER } from './crossOffer.ts'
export { type Deposit, type DepositOrder, type Depositor, deposit } from './deposit.ts'
export { ExchangeError } from './errors.ts'
export { type Exchange, type ExchangeArgs, exchange, exchangeUnbounded } from './exchange.ts'
export { availableOf, canBuyAtMost, canSellAtMost, type Holding, receivableOf } from './holding.ts'
export { chooseVenue, convertHop, type Hop, type HopArgs, type VenueAmounts } from './hop.ts'
export { buyLiabilities, type Liabilities, offerLiabilities } from './liabilities.ts'
export { isWithinLimit, type OrderLimit } from './limitPrice.ts'
export { type BookPosition, compareOffers, type Offer } from './offer.ts'
export {
  type Order,
  type OrderFailure,
  type OrderHoldings,
  type OrderPreview,
  type OrderPreviewArgs,
  previewOrder,
} from './order.ts'
export {
  type PathHop,
  type PathPreview,
  type PathRoute,
  previewStrictReceive,
  previewStrictSend,
  type StrictReceive,
  type StrictSend,
  type Venues,
} from './path.ts'
export { POOL_FEE_BPS, type PoolState, poolAssets, poolIdPreimage } from './pool.ts'
export { isWithinPriceErrorBound } from './priceErrorBound.ts'
export type { Rounding } from './rounding.ts'
export { type PoolSwap, type SwapReserves, swapStrictReceive, swapStrictSend } from './swap.ts'
export { type Withdrawal, type WithdrawalOrder, type Withdrawer, withdraw } from './withdraw.ts'
