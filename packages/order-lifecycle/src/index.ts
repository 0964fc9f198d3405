/**
 * From order intent to a proved final state on the Stellar decentralized exchange.
 *
 * @packageDocumentation
 */
export { createOrders } from './createOrders.ts'
export {
  InvalidOrderError,
  InvalidSecretError,
  OfferNotFoundError,
  OrderQueueFullError,
  OrdersStoppedError,
  SigningError,
  SubmissionError,
  UnreadableTradeError,
} from './errors.ts'
export { type Fill, fillInMarket, type MarketFill } from './fill.ts'
export { type HorizonReads, horizonSource } from './horizonSource.ts'
export { keypairSigner } from './keypairSigner.ts'
export type { CancelOrder, OrderChange, OrderSide, OrderTerms, PlaceOrder, ReplaceOrder } from './orderChange.ts'
export type { CancelAllOptions, CommandOptions, Orders, StopOptions } from './orders.ts'
export type { OrdersOptions } from './ordersOptions.ts'
export type { OpenOrder, OrdersState, PendingState, PendingTransaction } from './ordersState.ts'
export type { AccountLedger, OrdersSource, Signer, Submitter } from './ports.ts'
export { explainCode, type Refusal } from './resultCodes.ts'
export type { AssetAmount, ChangeOutcome, Claim, RestingOffer, Settlement, SettlementStatus } from './settlement.ts'
export type { StopReport } from './stopReport.ts'
