/**
 * Horizon over pooled connections: typed requests, resuming streams, submission with proof.
 *
 * @packageDocumentation
 */
export { createHorizonClient } from './createHorizonClient.ts'
export {
  AccountNotFoundError,
  ConnectionError,
  type ConnectionFault,
  HorizonResponseError,
  MalformedBodyError,
  type Problem,
  RateLimitedError,
  ResponseTooLargeError,
  WrongNetworkError,
} from './errors.ts'
export { InvalidEnvelopeError } from './submission/readEnvelope.ts'
export type {
  Account,
  AccountSigner,
  AccountSnapshot,
  AtLedger,
  Balance,
  BookRow,
  CallOptions,
  ClientStats,
  FeeDistribution,
  FeeStats,
  HorizonClient,
  HorizonClientOptions,
  HorizonStream,
  Ledger,
  NetworkInfo,
  Offer,
  OfferFilter,
  OrderBookOptions,
  OrderBookSnapshot,
  Page,
  PageOptions,
  PoolShare,
  RequestLimiter,
  RequestPriority,
  ResultCodes,
  SubmissionResult,
  SubmitOptions,
  Trade,
  TradeFilter,
  TradeSide,
  Transaction,
  TransactionFilter,
} from './types.ts'
