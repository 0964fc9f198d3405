import type { LedgerState } from '../ledger/state.ts'
import { PATIENCE_LEDGERS, QUEUE_LEDGERS } from '../mempool/queueLimits.ts'
import { checkTransaction } from '../transactions/check.ts'
import { decodeTransaction, type Network, type SignedTransaction } from '../transactions/signedTransaction.ts'
import type { Mismatch } from './mismatch.ts'
import type { Rejection, Scenario } from './scenario.ts'

/** The refusals of a scenario that its ledger alone explains. */
export type Rejections = {
  /** How many have been judged. */
  readonly count: number
  /** Looks at those that were submitted after the state's ledger closed. */
  judge(state: LedgerState): readonly Mismatch[]
}

/** stellar-core tests the upper time bound against twice the expected 5 seconds after the last close. */
const UPPER_MARGIN_S = 10

/**
 * Judges what was refused at submission, as far as no queue is needed for it: neither the source nor the payer of the fee had anything waiting, the queue
 * was not full, and the server's clock played no part.
 */
export function judgeRejections(scenario: Scenario, network: Network): Rejections {
  const waiting = waitingOf(scenario, network)
  const maxQueued = QUEUE_LEDGERS * (scenario.header.maxTxSetSize ?? Number.POSITIVE_INFINITY)
  let count = 0

  const judge = (state: LedgerState): readonly Mismatch[] =>
    (scenario.rejected ?? []).flatMap((rejection, at): Mismatch[] => {
      const { afterLedger, envelope, result, status = 'ERROR', clock } = rejection
      if (afterLedger !== state.header.ledgerSequence || status !== 'ERROR' || clock !== undefined) return []
      const transaction = decodeTransaction(envelope, network)
      if (
        result === undefined ||
        transaction === undefined ||
        isQueued(waiting, transaction, { ...rejection, maxQueued })
      )
        return []
      count += 1
      const occasion = { type: 'queue', lowerMargin: 0, upperMargin: UPPER_MARGIN_S } as const
      const actual = checkTransaction(state, transaction, occasion)?.toString('base64')
      if (actual === result) return []
      return [{ type: 'rejection', place: `rejection ${at} after ledger ${afterLedger}`, expected: result, actual }]
    })
  return {
    get count() {
      return count
    },
    judge,
  }
}

/** A transaction in the queue: from its submission until its ledger closes. */
type Waiting = {
  readonly operationCount: number
  readonly source: string
  readonly feeSource: string
  readonly order: number
  readonly from: number
  readonly until: number
}

function waitingOf({ ledgers, unapplied = [] }: Scenario, network: Network): readonly Waiting[] {
  const applied = ledgers.flatMap(({ ledgerSeq, txs }) =>
    txs.map(({ envelope, order = -1, afterLedger = ledgerSeq - 1 }) => ({
      envelope,
      order,
      from: afterLedger,
      until: ledgerSeq,
    })),
  )
  const dropped = unapplied.map(({ envelope, order, afterLedger }) => {
    return { envelope, order, from: afterLedger, until: afterLedger + PATIENCE_LEDGERS }
  })
  return [...applied, ...dropped].flatMap(({ envelope, ...span }): Waiting[] => {
    const transaction = decodeTransaction(envelope, network)
    if (transaction === undefined) return []
    const { source, feeSource, operationCount } = transaction
    return [{ source, feeSource, operationCount, ...span }]
  })
}

/** Whether what waits explains a refusal: something of the same accounts, or a full queue. */
function isQueued(
  waiting: readonly Waiting[],
  { source, feeSource, operationCount }: SignedTransaction,
  {
    afterLedger,
    order = Number.POSITIVE_INFINITY,
    maxQueued,
  }: Pick<Rejection, 'afterLedger' | 'order'> & { readonly maxQueued: number },
): boolean {
  const queued = waiting.filter(
    (other) => other.order < order && other.from <= afterLedger && other.until > afterLedger,
  )
  if (queued.some((other) => other.source === source || other.feeSource === feeSource)) return true
  return queued.reduce((sum, other) => sum + other.operationCount, operationCount) > maxQueued
}
