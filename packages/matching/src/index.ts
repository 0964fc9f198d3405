/**
 * The Stellar decentralized exchange's own arithmetic, exact to the stroop. Pure `bigint` functions.
 *
 * @packageDocumentation
 */
export {
  availableBalance,
  type Holding,
  minimumBalance,
  type ReserveCounts,
  receivableBalance,
} from './balances.ts'
export { ExchangeError } from './errors.ts'
export {
  adjustOffer,
  type Exchange,
  type ExchangeArgs,
  exchange,
  exchangeUnbounded,
  isWithinPriceErrorBound,
  type Rounding,
} from './exchange.ts'
export { buyLiabilities, type Liabilities, offerLiabilities } from './liabilities.ts'
export { type BookPosition, compareOffers, type Offer } from './offer.ts'
