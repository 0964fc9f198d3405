import type { HorizonClient } from '../types/client.ts'
import { parseEffect } from '../wire/effect.ts'
import { parseLedger } from '../wire/ledger.ts'
import { parseOperation } from '../wire/operation.ts'
import { parseTransaction } from '../wire/transaction.ts'
import type { Ask } from './ask.ts'
import { checkHashes, checkIds, checkLedger } from './checkInput.ts'
import { historyPath } from './historyPath.ts'

/** What happened, ledger by ledger. */
export type HistoryReads = Pick<
  HorizonClient,
  'ledgers' | 'ledger' | 'transactions' | 'transaction' | 'operations' | 'payments' | 'operation' | 'effects'
>

export function historyReads(ask: Ask): HistoryReads {
  return {
    ledgers: async (page = {}) => ask.page({ path: '/ledgers', page, cursors: 'number', read: parseLedger }),
    ledger: async (sequence, call) => {
      checkLedger(sequence)
      return ask.one({ path: `/ledgers/${sequence}`, call, read: parseLedger })
    },
    transactions: async ({ account, ledger, poolId, claimableBalanceId, includeFailed, ...page } = {}) => {
      const path = historyPath('transactions', { account, ledger, poolId, claimableBalanceId })
      const query = { include_failed: includeFailed }
      return ask.page({ path, query, page, cursors: 'number', read: parseTransaction })
    },
    transaction: async (hash, call) => {
      checkHashes({ hash })
      return ask.maybe({ path: `/transactions/${hash}`, call, read: parseTransaction })
    },
    operations: async (options = {}) => {
      const { account, ledger, transactionHash, poolId, claimableBalanceId, ...rest } = options
      const { includeFailed, withTransactions, ...page } = rest
      const path = historyPath('operations', { account, ledger, transactionHash, poolId, claimableBalanceId })
      const query = operationQuery(includeFailed, withTransactions)
      return ask.page({ path, query, page, cursors: 'number', read: parseOperation })
    },
    payments: async ({ account, ledger, transactionHash, includeFailed, withTransactions, ...page } = {}) => {
      const path = historyPath('payments', { account, ledger, transactionHash })
      const query = operationQuery(includeFailed, withTransactions)
      return ask.page({ path, query, page, cursors: 'number', read: parseOperation })
    },
    operation: async (operationId, call) => {
      checkIds({ operationId })
      return ask.maybe({ path: `/operations/${operationId}`, call, read: (body) => parseOperation(body) })
    },
    effects: async ({ account, ledger, transactionHash, operationId, poolId, ...page } = {}) => {
      const path = historyPath('effects', { account, ledger, transactionHash, operationId, poolId })
      return ask.page({ path, page, cursors: 'pair', read: parseEffect })
    },
  }
}

function operationQuery(includeFailed: boolean | undefined, withTransactions: boolean | undefined) {
  return { include_failed: includeFailed, join: withTransactions === true ? 'transactions' : undefined }
}
