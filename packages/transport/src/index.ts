/**
 * Horizon over pooled connections: typed requests, resuming streams, submission with proof.
 *
 * @packageDocumentation
 */
export type { HorizonClientOptions } from './clientOptions.ts'
export { createHorizonClient } from './createHorizonClient.ts'
export { ServersDownError } from './endpoints/errors.ts'
export type { EndpointState, EndpointsHealth, HorizonEndpoint, LedgerAnchor } from './endpoints/types.ts'
export {
  AccountNotFoundError,
  ConnectionError,
  type ConnectionFault,
  HorizonResponseError,
  MalformedBodyError,
  NetworkResetError,
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
