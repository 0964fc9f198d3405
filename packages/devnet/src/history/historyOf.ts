import type { LedgerTrade } from '../transactions/apply.ts'
import type { AppliedTransaction } from '../transactions/closeLedger.ts'
import type { LedgerClose } from '../transactions/createLedger.ts'
import type { LedgerHistory } from './createHistory.ts'
import type { TradeRow, TransactionRow } from './rows.ts'
import { positionInOperation, syntheticOfferId, toid } from './toid.ts'

/** What a closed ledger adds to history. Places count from 1, in the order of application, failed transactions included. */
export function historyOf({ header, transactions }: LedgerClose): LedgerHistory {
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
    transactions: transactions.map((applied, at) =>
      transactionRow(applied, { position: positions[at] ?? 0n, ledger: ledgerSequence, closeTime }),
    ),
    trades: transactions.flatMap(({ trades }, at) =>
      trades.map((trade) => tradeRow(trade, { transaction: positions[at] ?? 0n, closeTime })),
    ),
  }
}

function countOperations(transactions: readonly AppliedTransaction[]): number {
  return transactions.reduce((sum, { transaction }) => sum + transaction.contents.operations.length, 0)
}

type Place = Pick<TransactionRow, 'position' | 'ledger' | 'closeTime'>

function transactionRow({ transaction, ...applied }: AppliedTransaction, place: Place): TransactionRow {
  const { hash, envelopeXdr, fee, contents, participants } = transaction
  const { isSuccessful, resultXdr, feeCharged, feeChanges } = applied
  return {
    ...place,
    hash,
    isSuccessful,
    envelopeXdr,
    resultXdr,
    feeCharged,
    maxFee: fee,
    operationCount: contents.operations.length,
    feeChanges,
    participants,
  }
}

/** The maker's side is the base until history turns the row. */
function tradeRow(
  { operation: place, index, claim, taker, takerOfferId }: LedgerTrade,
  { transaction, closeTime }: { readonly transaction: bigint; readonly closeTime: number },
): TradeRow {
  const operation = transaction + BigInt(place)
  return {
    position: positionInOperation(operation, index),
    operation,
    index,
    closeTime,
    base: { account: claim.seller, offerId: claim.offerId, asset: claim.sold, amount: claim.amountSold },
    counter: {
      account: taker,
      offerId: takerOfferId ?? syntheticOfferId(operation),
      asset: claim.bought,
      amount: claim.amountBought,
    },
    baseIsSeller: true,
    price: claim.price,
  }
}
