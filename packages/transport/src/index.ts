/**
 * Horizon over pooled connections: typed requests, resuming streams, submission with proof.
 *
 * @packageDocumentation
 */
export { createFetchBackend, type FetchBackendOptions } from './backends/fetch/createFetchBackend.ts'
export type { PoolOptions } from './backends/poolOptions.ts'
export type { EndedResponse, FailedRequest, RequestHooks, SentRequest } from './backends/withHooks.ts'
export type { HorizonClientOptions, OneServer, SeveralServers } from './clientOptions.ts'
export { createHorizonClient } from './createHorizonClient.ts'
export { ServersDownError } from './endpoints/errors.ts'
export type { EndpointState, EndpointsHealth, HorizonEndpoint, LedgerAnchor } from './endpoints/types.ts'
export {
  AccountNotFoundError,
  BeforeHistoryError,
  ConnectionError,
  type ConnectionFault,
  HorizonResponseError,
  InconsistentLedgerError,
  MalformedBodyError,
  NetworkResetError,
  type Problem,
  QueueFullError,
  RateLimitedError,
  ResponseTooLargeError,
  WrongNetworkError,
} from './errors.ts'
export type { HttpBackend, HttpRequest, HttpResponse } from './httpBackend.ts'
export { type AllAtOneLedgerOptions, allAtOneLedger } from './pages/allAtOneLedger.ts'
export { type PageRequest, type PagesOptions, pagesOf, type ReadPage, recordsOf } from './pages/pagesOf.ts'
export { MemoRequiredError } from './submission/memoRequired.ts'
export { InvalidEnvelopeError } from './submission/readEnvelope.ts'
export type {
  Account,
  AccountData,
  AccountFilter,
  AccountSigner,
  AccountSnapshot,
  Balance,
  PoolShare,
} from './types/accounts.ts'
export type { AssetFilter, AssetStats, TrustlineState } from './types/assets.ts'
export type {
  ClaimableBalance,
  ClaimableBalanceFilter,
  Claimant,
  ClaimPredicate,
} from './types/claimableBalances.ts'
export type { HorizonClient } from './types/client.ts'
export type { Effect, EffectBase, EffectBody, EffectFilter, OtherEffect } from './types/effects.ts'
export type { OtherFields, TrustlineAsset } from './types/history.ts'
export type { Ledger } from './types/ledgers.ts'
export type { LiquidityPool, LiquidityPoolFilter, PoolReserve } from './types/liquidityPools.ts'
export type { FeeDistribution, FeeStats, HealthReport, NetworkInfo } from './types/network.ts'
export type { Offer, OfferFilter } from './types/offers.ts'
export type {
  OfferTerms,
  Operation,
  OperationBase,
  OperationBody,
  OperationFilter,
  OperationReserve,
  OtherOperation,
  PathPayment,
  PaymentFilter,
  PaymentParties,
} from './types/operations.ts'
export type { BookRow, OrderBookOptions, OrderBookSnapshot } from './types/orderBook.ts'
export type { PaymentPath, StrictReceivePathsOptions, StrictSendPathsOptions } from './types/paths.ts'
export type { RawAnswer, RawRequests } from './types/raw.ts'
export type {
  AtLedger,
  CallOptions,
  ClientStats,
  Page,
  PageOptions,
  RequestLimiter,
  RequestPriority,
} from './types/requests.ts'
export type { HorizonStream } from './types/streams.ts'
export type { ResultCodes, SubmissionResult, SubmitOptions } from './types/submission.ts'
export type {
  Trade,
  TradeAggregation,
  TradeAggregationOptions,
  TradeFilter,
  TradeSide,
  TradeStreamFilter,
} from './types/trades.ts'
export type { Transaction, TransactionFilter, TransactionMemo } from './types/transactions.ts'
