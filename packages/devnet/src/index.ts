/**
 * An embedded Stellar network: a real ledger in this process, served as Horizon's API.
 *
 * @packageDocumentation
 */
export { createDevnet } from './createDevnet.ts'
export type { Submission } from './createNetwork.ts'
export type { ClosedLedger, ClosedTransaction, Devnet, DevnetAccount, DevnetOffer } from './devnet.ts'
export type { DevnetOptions } from './devnetOptions.ts'
export { InvalidEnvelopeError } from './errors.ts'
export { FundingError } from './friendbot/errors.ts'
export type { Cadence } from './horizon/wakeups.ts'
export { devnetKey } from './traders/devnetKey.ts'
export { type DevnetMarket, type MarketMember, type MarketOptions, setUpMarket } from './traders/setUpMarket.ts'
export { startTraders, type Traders, type TradersOptions } from './traders/startTraders.ts'
