import type { TransactionRow } from '../../history/rows.ts'
import { endOfLedger, toid } from '../../history/toid.ts'
import type { JsonObject } from '../json.ts'
import type { HorizonData, Route } from '../route.ts'

const WINDOW_LEDGERS = 5
const PERCENTILES = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99] as const

export function feeStatsRoutes(data: HorizonData): readonly Route[] {
  return [
    {
      path: '/fee_stats',
      family: 'instance',
      streams: false,
      open: () => ({ type: 'object', read: () => renderFeeStats(data) }),
    },
  ]
}

/** Fees per operation of the last five ledgers, failed transactions included. */
function renderFeeStats({ history }: HorizonData): JsonObject {
  const latest = history.latest?.header
  const sequence = latest?.ledgerSequence ?? 0
  const baseFee = BigInt(latest?.baseFee ?? 0)
  const first = Math.max(sequence - WINDOW_LEDGERS + 1, 0)
  const window = { limit: Infinity, order: 'asc', cursor: -1n } as const
  const within = { first: toid(first), last: endOfLedger(sequence) }
  const transactions = history.transactions.all.read({ ...window, within })
  const ledgers = history.ledgers.read({ ...window, within })
  const operations = ledgers.reduce((sum, ledger) => sum + ledger.txSetOperationCount, 0)
  const capacity = ledgers.reduce((sum, ledger) => sum + ledger.header.maxTxSetSize, 0)
  return {
    last_ledger: sequence.toString(),
    last_ledger_base_fee: baseFee.toString(),
    ledger_capacity_usage: capacity === 0 ? '0' : String(Math.round((operations / capacity) * 100) / 100),
    fee_charged: renderDistribution(
      transactions.map((row) => perOperation(row, row.feeCharged)),
      baseFee,
    ),
    max_fee: renderDistribution(
      transactions.map((row) => perOperation(row, row.maxFee)),
      baseFee,
    ),
  }
}

/** A fee bump counts as one operation more (CAP-15). */
function perOperation({ operationCount, innerHash }: TransactionRow, fee: bigint): bigint {
  return fee / BigInt(innerHash === undefined ? operationCount : operationCount + 1)
}

/** Discrete percentiles: element ceil(p * N) of the sorted fees. Without any, everything is the base fee. */
function renderDistribution(fees: readonly bigint[], baseFee: bigint): JsonObject {
  const sorted = fees.length === 0 ? [baseFee] : [...fees].sort((a, b) => (a < b ? -1 : Number(a > b)))
  const at = (index: number): string => (sorted.at(index) ?? baseFee).toString()
  const percentile = (percent: number): string => at(Math.ceil((percent * sorted.length) / 100) - 1)
  return {
    max: at(-1),
    min: at(0),
    mode: mode(sorted).toString(),
    ...Object.fromEntries(PERCENTILES.map((percent) => [`p${percent}`, percentile(percent)])),
  }
}

/** The most frequent one; of several, the smallest. */
function mode(sorted: readonly bigint[]): bigint {
  const counts = new Map<bigint, number>()
  for (const fee of sorted) counts.set(fee, (counts.get(fee) ?? 0) + 1)
  let [best, most] = [sorted[0] ?? 0n, 0]
  for (const [fee, count] of counts) if (count > most) [best, most] = [fee, count]
  return best
}
