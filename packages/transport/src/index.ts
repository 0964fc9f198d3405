/**
 * Horizon over pooled connections: typed requests, resuming streams, submission with proof.
 *
 * @packageDocumentation
 */
export { createFetchBackend, type FetchBackendOptions } from './backends/fetch/createFetchBackend.ts'
export type { PoolOptions } from './backends/poolOptions.ts'
export type { EndedResponse, FailedRequest, RequestHooks, SentRequest } from './backends/withHooks.ts'
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
  QueueFullError,
  RateLimitedError,
  ResponseTooLargeError,
  WrongNetworkError,
} from './errors.ts'
export type { HttpBackend, HttpRequest, HttpResponse } from './httpBackend.ts'
export { InvalidEnvelopeError } from './submission/readEnvelope.ts'
export type { Account, AccountSigner, AccountSnapshot, Balance, PoolShare } from './types/accounts.ts'
export type { ClientStats, HorizonClient } from './types/client.ts'
export type { Ledger } from './types/ledgers.ts'
export type { FeeDistribution, FeeStats, NetworkInfo } from './types/network.ts'
export type { Offer, OfferFilter } from './types/offers.ts'
export type { BookRow, OrderBookOptions, OrderBookSnapshot } from './types/orderBook.ts'
export type { AtLedger, CallOptions, Page, PageOptions, RequestLimiter, RequestPriority } from './types/requests.ts'
export type { HorizonStream } from './types/streams.ts'
export type { ResultCodes, SubmissionResult, SubmitOptions } from './types/submission.ts'
export type { Trade, TradeFilter, TradeSide } from './types/trades.ts'
export type { Transaction, TransactionFilter } from './types/transactions.ts'
