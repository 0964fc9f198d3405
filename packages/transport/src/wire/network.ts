import type { FeeDistribution, FeeStats, HealthReport, NetworkInfo } from '../types/network.ts'
import { count, countText, decimal, flag, int64, object, text, timeMs } from './fields.ts'

/** `GET /`. */
export function parseNetwork(body: unknown): NetworkInfo {
  const fields = object(body)
  return {
    passphrase: text(fields['network_passphrase'], 'network_passphrase'),
    horizonVersion: text(fields['horizon_version'], 'horizon_version'),
    coreVersion: text(fields['core_version'], 'core_version'),
    protocolVersion: count(fields['current_protocol_version'], 'current_protocol_version'),
    historyLatestLedger: count(fields['history_latest_ledger'], 'history_latest_ledger'),
    historyLatestClosedAtMs: timeMs(fields['history_latest_ledger_closed_at'], 'history_latest_ledger_closed_at'),
    historyElderLedger: count(fields['history_elder_ledger'], 'history_elder_ledger'),
    coreLatestLedger: count(fields['core_latest_ledger'], 'core_latest_ledger'),
  }
}

/** `GET /health`, of either status. */
export function parseHealth(body: unknown): HealthReport {
  const fields = object(body)
  return {
    databaseConnected: flag(fields['database_connected'], 'database_connected'),
    coreUp: flag(fields['core_up'], 'core_up'),
    coreSynced: flag(fields['core_synced'], 'core_synced'),
  }
}

/** `GET /fee_stats`. */
export function parseFeeStats(body: unknown): FeeStats {
  const fields = object(body)
  return {
    lastLedger: countText(fields['last_ledger'], 'last_ledger'),
    lastLedgerBaseFee: int64(fields['last_ledger_base_fee'], 'last_ledger_base_fee'),
    capacityUsageFloat: decimal(fields['ledger_capacity_usage'], 'ledger_capacity_usage'),
    feeCharged: parseDistribution(fields['fee_charged'], 'fee_charged'),
    maxFee: parseDistribution(fields['max_fee'], 'max_fee'),
  }
}

function parseDistribution(value: unknown, path: string): FeeDistribution {
  const fields = object(value, path)
  const fee = (key: string): bigint => int64(fields[key], `${path}.${key}`)
  return {
    max: fee('max'),
    min: fee('min'),
    mode: fee('mode'),
    p10: fee('p10'),
    p50: fee('p50'),
    p95: fee('p95'),
    p99: fee('p99'),
  }
}
