import type { Stroops } from '@sdex/primitives'

/** What a server says of itself and its network (`GET /`). */
export type NetworkInfo = {
  /** Which network it is of; part of what is signed. */
  readonly passphrase: string
  /** Of the server's Horizon. */
  readonly horizonVersion: string
  /** Of the stellar-core behind it. */
  readonly coreVersion: string
  /** The ledger protocol that the network runs. */
  readonly protocolVersion: number
  /** The newest ledger that its history has. */
  readonly historyLatestLedger: number
  /** When that one closed, in milliseconds since 1970. */
  readonly historyLatestClosedAtMs: number
  /** The oldest ledger that its history keeps. */
  readonly historyElderLedger: number
  /** The newest ledger of its stellar-core, which may be ahead of its history. */
  readonly coreLatestLedger: number
}

/** Fees of the last five ledgers, in stroops per operation. */
export type FeeStats = {
  /** The newest of the five. */
  readonly lastLedger: number
  /** The network's least fee for an operation, in stroops. */
  readonly lastLedgerBaseFee: Stroops
  /** Share of the ledgers' room that was used, 0 to 1. */
  readonly capacityUsageFloat: number
  /** What was paid. */
  readonly feeCharged: FeeDistribution
  /** What was bid. */
  readonly maxFee: FeeDistribution
}

/** How fees were spread, in stroops per operation; `p95` is what 95 of 100 did not exceed. */
export type FeeDistribution = {
  readonly max: Stroops
  readonly min: Stroops
  readonly mode: Stroops
  readonly p10: Stroops
  readonly p50: Stroops
  readonly p95: Stroops
  readonly p99: Stroops
}

/** What `GET /health` says of the server: all true on a sound one. */
export type HealthReport = {
  /** Horizon reaches its database. */
  readonly databaseConnected: boolean
  /** Its stellar-core answers. */
  readonly coreUp: boolean
  /** Its stellar-core follows the network. */
  readonly coreSynced: boolean
}
