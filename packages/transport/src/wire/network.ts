import type { FeeDistribution, FeeStats, NetworkInfo } from '../types/network.ts'
import { count, countText, int64, Misfit, member, object, text, timeMs } from './fields.ts'

/** `GET /`. */
export function parseNetwork(body: unknown): NetworkInfo {
  const fields = object(body)
  return {
    passphrase: member(fields, 'network_passphrase', text),
    horizonVersion: member(fields, 'horizon_version', text),
    coreVersion: member(fields, 'core_version', text),
    protocolVersion: member(fields, 'current_protocol_version', count),
    historyLatestLedger: member(fields, 'history_latest_ledger', count),
    historyLatestClosedAtMs: member(fields, 'history_latest_ledger_closed_at', timeMs),
    historyElderLedger: member(fields, 'history_elder_ledger', count),
    coreLatestLedger: member(fields, 'core_latest_ledger', count),
  }
}

/** `GET /fee_stats`. */
export function parseFeeStats(body: unknown): FeeStats {
  const fields = object(body)
  return {
    lastLedger: member(fields, 'last_ledger', countText),
    lastLedgerBaseFee: member(fields, 'last_ledger_base_fee', int64),
    capacityUsageFloat: member(fields, 'ledger_capacity_usage', share),
    feeCharged: member(fields, 'fee_charged', parseDistribution),
    maxFee: member(fields, 'max_fee', parseDistribution),
  }
}

function parseDistribution(value: unknown): FeeDistribution {
  const fields = object(value)
  const fee = (key: string): bigint => member(fields, key, int64)
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

function share(value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
  if (number >= 0) return number
  throw new Misfit('a share as text')
}
