import type { Stroops } from '@sdex/primitives'

/** What `GET /` says. */
export type NetworkInfo = {
  readonly passphrase: string
  readonly horizonVersion: string
  readonly coreVersion: string
  readonly protocolVersion: number
  readonly historyLatestLedger: number
  readonly historyLatestClosedAtMs: number
  readonly historyElderLedger: number
  readonly coreLatestLedger: number
}

/** Fees of the last five ledgers, in stroops per operation. */
export type FeeStats = {
  readonly lastLedger: number
  readonly lastLedgerBaseFee: Stroops
  /** Share of the ledgers' room that was used, 0 to 1. */
  readonly capacityUsageFloat: number
  readonly feeCharged: FeeDistribution
  readonly maxFee: FeeDistribution
}

/** In stroops. */
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
  readonly databaseConnected: boolean
  readonly coreUp: boolean
  readonly coreSynced: boolean
}
