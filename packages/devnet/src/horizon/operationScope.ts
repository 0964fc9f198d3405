import { poolChanges, poolShown } from '../history/effects/poolChanges.ts'
import { affectedKey, balanceKey, EFFECTS, PAYMENTS, poolKey } from '../history/historyKeys.ts'
import type { OperationRow } from '../history/operationsOf.ts'
import type { TransactionRow } from '../history/rows.ts'
import type { Timeline, TimelineQuery } from '../history/timeline.ts'
import { endOfLedger, toid } from '../history/toid.ts'
import { type ApiRequest, accountParameter, idParameter, parameter } from './apiRequest.ts'
import { invalidField, notFound, ProblemError } from './problem.ts'
import type { HorizonData } from './route.ts'
import { findLedger } from './routes/ledgers.ts'

/** Whose operations a request asks for: at most one of the filters, which stands in the path or in the query. */
export type OperationFilter =
  | { readonly type: 'all' }
  | { readonly type: 'account'; readonly accountId: string }
  | { readonly type: 'ledger'; readonly sequence: number }
  | { readonly type: 'transaction'; readonly hash: string }
  | { readonly type: 'pool'; readonly poolId: string }
  | { readonly type: 'balance'; readonly balanceId: string }

/** The transactions in which they are. Asked at each reading: an account can become known while a stream is open. */
export type TransactionScope = {
  readonly rows: Timeline<TransactionRow> | undefined
  readonly within?: TimelineQuery<TransactionRow>['within']
}

/** A pool's id, 64 lower-case hex digits; undefined when the parameter is absent. */
export function poolParameter(request: ApiRequest): string | undefined {
  const value = parameter(request, 'liquidity_pool_id')
  if (value === '') return undefined
  if (/^[0-9a-f]{64}$/.test(value)) return value
  throw invalidField('liquidity_pool_id', `${value} does not validate as sha256`)
}

/** A claimable balance's id without the type before it; undefined when the parameter is absent. */
function balanceParameter(request: ApiRequest): string | undefined {
  const value = parameter(request, 'claimable_balance_id')
  if (value === '') return undefined
  if (/^0{8}[0-9a-f]{64}$/.test(value)) return value.slice(8)
  throw invalidField('claimable_balance_id', `${value} does not validate as claimableBalanceID`)
}

/** A transaction's hash; undefined when the parameter is absent. */
function hashParameter(request: ApiRequest): string | undefined {
  const hash = parameter(request, 'tx_id')
  if (hash === '' || /^[0-9a-f]{64}$/.test(hash)) return hash || undefined
  throw invalidField('tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash')
}

/** Every filter of a request that is given, checked. */
export function operationFilters(request: ApiRequest): readonly OperationFilter[] {
  const accountId = accountParameter(request, 'account_id')
  const balanceId = balanceParameter(request)
  const poolId = poolParameter(request)
  const hash = hashParameter(request)
  const sequence = idParameter(request, 'ledger_id', 'Ledger ID must be an integer higher than 0')
  return [
    ...(accountId === undefined ? [] : [{ type: 'account', accountId } as const]),
    ...(balanceId === undefined ? [] : [{ type: 'balance', balanceId } as const]),
    ...(poolId === undefined ? [] : [{ type: 'pool', poolId } as const]),
    ...(hash === undefined ? [] : [{ type: 'transaction', hash } as const]),
    ...(sequence === undefined ? [] : [{ type: 'ledger', sequence: Number(sequence) } as const]),
  ]
}

/** The transactions to look through. What is not known to history was not found. */
export function operationScope(data: HorizonData, filter: OperationFilter): TransactionScope {
  const { transactions } = data.history
  switch (filter.type) {
    case 'all':
      return { rows: transactions.all }
    case 'account':
      return { rows: knownAccount(data, filter.accountId) && transactions.of(filter.accountId) }
    case 'ledger':
      return ledgerScope(data, filter.sequence)
    case 'transaction': {
      const { position } = found(data.history.transaction(filter.hash))
      return { rows: transactions.all, within: { first: position, last: position } }
    }
    case 'pool':
      return { rows: found(transactions.of(poolKey(filter.poolId))) }
    case 'balance':
      return { rows: found(transactions.of(balanceKey(filter.balanceId))) }
  }
}

/** The transactions to look through for payments. */
export function paymentScope(data: HorizonData, filter: OperationFilter): TransactionScope {
  return filter.type === 'all' ? { rows: data.history.transactions.of(PAYMENTS) } : operationScope(data, filter)
}

/** The transactions to look through for effects: those of an account are found also where it takes no part but that a resting offer of it was taken. */
export function effectScope(data: HorizonData, filter: OperationFilter): TransactionScope {
  const { transactions } = data.history
  if (filter.type === 'all') return { rows: transactions.of(EFFECTS) }
  if (filter.type === 'account')
    return { rows: knownAccount(data, filter.accountId) && transactions.of(affectedKey(filter.accountId)) }
  if (filter.type === 'pool') return { rows: transactions.of(poolKey(filter.poolId)) } // an unknown one has none
  return operationScope(data, filter)
}

/** Ledger 0 stands for all of them, as in Horizon. */
function ledgerScope(data: HorizonData, sequence: number): TransactionScope {
  const rows = data.history.transactions.all
  if (sequence === 0) return { rows }
  findLedger(data, sequence)
  return { rows, within: { first: toid(sequence), last: endOfLedger(sequence) } }
}

function knownAccount({ history }: HorizonData, accountId: string): true {
  if (history.knowsAccount(accountId)) return true
  throw new ProblemError(notFound)
}

function found<Row>(row: Row | undefined): Row {
  if (row !== undefined) return row
  throw new ProblemError(notFound)
}

/** Whether a transaction may hold operations of the filter: a look that needs no derivation. */
export function mayHold(filter: OperationFilter, transaction: TransactionRow): boolean {
  return filter.type !== 'account' || transaction.operationParticipants.includes(filter.accountId)
}

/** Whether an operation is one of those that the filter asks for. */
export function holds(filter: OperationFilter, { participants, changes }: OperationRow): boolean {
  switch (filter.type) {
    case 'account':
      return participants.includes(filter.accountId)
    case 'pool':
      return poolChanges(changes).some((change) => poolShown(change)?.id === filter.poolId)
    case 'balance':
      return changes.some((change) => {
        const entry = change.type === 'created' ? change.after : change.before
        return entry.type === 'claimableBalance' && entry.id === filter.balanceId
      })
    default:
      return true
  }
}
