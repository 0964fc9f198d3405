/**
 * An embedded Stellar network: a real ledger in this process, served as Horizon's API.
 *
 * @packageDocumentation
 */

export type { BackendOptions } from './backends/createBackends.ts'
export type { Lag } from './backends/createLedgerView.ts'
export type { ClosedLedger, ClosedTransaction } from './closedLedger.ts'
export type { DevnetEvent } from './control/events.ts'
export { createDevnet } from './createDevnet.ts'
export type { Submission } from './createNetwork.ts'
export type { Devnet, DevnetAccount, DevnetOffer, DevnetSnapshot } from './devnet.ts'
export type { DevnetOptions } from './devnetOptions.ts'
export { InvalidEnvelopeError } from './errors.ts'
export type {
  ConditionFault,
  EventFault,
  FailureSlug,
  Fault,
  FaultMatch,
  InjectedFault,
  LatencyDistribution,
  OpaqueTransfer,
  RequestFault,
  ScenarioStep,
} from './faults/fault.ts'
export type { Faults } from './faults/faults.ts'
export { FundingError } from './friendbot/errors.ts'
export type { RateLimit } from './horizon/rateLimit/createRateLimiter.ts'
export type { Cadence } from './horizon/wakeups.ts'
export { StoreError } from './store/errors.ts'
export { devnetKey } from './traders/devnetKey.ts'
export { type DevnetMarket, type MarketMember, type MarketOptions, setUpMarket } from './traders/setUpMarket.ts'
export { type MarketsOptions, setUpMarkets } from './traders/setUpMarkets.ts'
export { startTraders, type Traders, type TradersOptions } from './traders/startTraders.ts'
