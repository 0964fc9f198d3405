/**
 * Trade on the Stellar decentralized exchange: books, balances and orders of one ledger, composed.
 *
 * @packageDocumentation
 */
export { connect } from './connect.ts'
export { LedgerMovedError, UnknownMarketError } from './errors.ts'
export type { ConnectOptions, Connector, LedgerView, TradeOptions, TradingConnector, TradingView } from './types.ts'
