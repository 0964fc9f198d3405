import type { AppliedTransaction } from '../transactions/closeLedger.ts'
import type { LedgerClose } from '../transactions/createLedger.ts'
import type { LedgerHistory } from './createHistory.ts'
import { resultMeta } from './resultMeta.ts'
import type { TransactionRow } from './rows.ts'
import { toid } from './toid.ts'
import { tracesOf } from './traces.ts'
import { tradeRows } from './tradeRows.ts'

/**
 * What a closed ledger adds to history. Places count from 1, in the order of application, failed transactions included.
 *
 * @param keeping.keepsMeta - Whether what each transaction changed is kept whole. Default false.
 */
export function historyOf({ header, transactions }: LedgerClose, keeping: HistoryKeeping = {}): LedgerHistory {
  const { ledgerSequence, closeTime } = header
  const successful = transactions.filter(({ isSuccessful }) => isSuccessful)
  const positions = transactions.map((_, at) => toid(ledgerSequence, at + 1))
  return {
    ledger: {
      position: toid(ledgerSequence),
      header,
      successfulTransactionCount: successful.length,
      failedTransactionCount: transactions.length - successful.length,
      operationCount: countOperations(successful),
      txSetOperationCount: countOperations(transactions),
    },
    transactions: transactions.map((applied, at) => ({
      ...transactionRow(applied, { position: positions[at] ?? 0n, ledger: ledgerSequence, closeTime }),
      resultMeta: keeping.keepsMeta === true ? resultMeta(applied, header.ledgerVersion) : undefined,
    })),
    trades: transactions.flatMap((applied, at) => tradeRows(applied, { transaction: positions[at] ?? 0n, closeTime })),
  }
}

export type HistoryKeeping = { readonly keepsMeta?: boolean | undefined }

function countOperations(transactions: readonly AppliedTransaction[]): number {
  return transactions.reduce((sum, { transaction }) => sum + transaction.contents.operations.length, 0)
}

type Place = Pick<TransactionRow, 'position' | 'ledger' | 'closeTime'>

function transactionRow(applied: AppliedTransaction, place: Place): Omit<TransactionRow, 'resultMeta'> {
  const { transaction, isSuccessful, resultXdr, feeCharged, feeChanges } = applied
  const { hash, envelopeXdr, fee, contents } = transaction
  return {
    ...place,
    ...tracesOf(applied),
    hash,
    innerHash: transaction.feeBump && transaction.contentsHash.toString('hex'),
    isSuccessful,
    envelopeXdr,
    resultXdr,
    feeCharged,
    maxFee: fee,
    operationCount: contents.operations.length,
    feeChanges,
  }
}
