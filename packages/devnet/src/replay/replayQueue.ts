import { NATIVE } from '../ledger/entries.ts'
import { available } from '../ledger/holdings.ts'
import { queuesChains } from '../ledger/protocol.ts'
import type { LedgerState } from '../ledger/state.ts'
import { createMempool, type Mempool } from '../mempool/createMempool.ts'
import { checkTransaction, queueRefusal } from '../transactions/check.ts'
import { decodeTransaction, type Network, type SignedTransaction } from '../transactions/signedTransaction.ts'
import { createLots, type Lots } from './lots.ts'
import { applyRecorded, openScenario } from './recordedLedgers.ts'
import type { Scenario } from './scenario.ts'

/** What the queue made of a scenario's submissions, and where that differs from the recording. */
export type QueueReplay = {
  readonly name: string
  readonly submissions: number
  readonly mismatches: readonly QueueMismatch[]
  /** Lots that had to be drawn up to the first mismatch, the latest first. */
  readonly drawn: readonly string[]
}

/** A submission that was answered otherwise, or a transaction that is in a ledger and should not be, or the other way round. */
export type QueueMismatch = {
  readonly type: 'status' | 'unapplied'
  readonly place: string
  /** Submissions before it. */
  readonly at: number
  readonly expected: string
  readonly actual: string
}

/** stellar-core tests the upper time bound against twice the expected 5 seconds after the last close. */
const UPPER_MARGIN_S = 10

/**
 * Sends every submission of a scenario to the queue, in order and after the ledger that it followed, closes ledgers with what the queue has for them, and compares
 * each answer, each ledger and what was never applied. Ledgers themselves are applied as recorded, so that one difference stays one.
 *
 * @param drawnLast - Lots, as `drawn` names them, that come last among equal bids.
 */
export function replayQueue(scenario: Scenario, drawnLast: ReadonlySet<string> = new Set()): QueueReplay {
  const { state, network } = openScenario(scenario)
  const lots = createLots(scenario, drawnLast)
  const mempool = queueOf(state, { lots, isRemembered: () => mismatches.length === 0 })
  const submissions = submissionsOf(scenario)
  const mismatches: QueueMismatch[] = []
  let next = 0

  const submitAll = (): void => {
    for (; next < submissions.length; next += 1) {
      const submission = submissions[next]
      if (submission === undefined || submission.afterLedger > state.header.ledgerSequence) return
      const actual = submit(mempool, submission.envelope, network)
      if (submission.isOfClock || actual === submission.expected) continue
      const place = `submission ${submission.order} after ledger ${submission.afterLedger}`
      mismatches.push({ type: 'status', place, at: next, expected: submission.expected, actual })
    }
  }
  submitAll()
  for (const ledger of scenario.ledgers) {
    const margin = Number(ledger.closeTime) - state.header.closeTime
    const look = { type: 'queue', lowerMargin: margin, upperMargin: margin } as const
    const { transactions } = mempool.select(
      (transaction, sequence) => checkTransaction(state, transaction, { ...look, sequence }) !== undefined,
    )
    const [expected, actual] = [
      new Set(ledger.txs.map(({ hash }) => hash)),
      new Set(transactions.map(({ hash }) => hash)),
    ]
    for (const hash of [...expected, ...actual].filter((one) => !expected.has(one) || !actual.has(one))) {
      const [was, is] = expected.has(hash) ? ['applied', 'left out'] : ['left out', 'applied']
      mismatches.push({
        type: 'unapplied',
        at: next,
        place: `ledger ${ledger.ledgerSeq}, transaction ${hash}`,
        expected: was,
        actual: is,
      })
    }
    const applied = applyRecorded(state, ledger, { network })
    mempool.ledgerClosed(applied.map(({ transaction }) => transaction))
    submitAll()
  }
  for (const { hash } of mempool.waiting()) {
    mismatches.push({
      type: 'unapplied',
      at: next,
      place: `the end, transaction ${hash}`,
      expected: 'gone',
      actual: 'waiting',
    })
  }
  return { name: scenario.name, submissions: submissions.length, mismatches, drawn: lots.drawn() }
}

type Drawing = { readonly lots: Lots; readonly isRemembered: () => boolean }

function queueOf(state: LedgerState, { lots, isRemembered }: Drawing): Mempool<SignedTransaction, string> {
  return createMempool<SignedTransaction, string>({
    check: (transaction, sequence) =>
      checkTransaction(state, transaction, {
        ...{ type: 'queue', lowerMargin: 0, upperMargin: UPPER_MARGIN_S, sequence },
      } as const)?.toString('base64'),
    refuse: (refusal, transaction) =>
      transaction.fee < 0n ? THROWN : queueRefusal(state, refusal, transaction).toString('base64'),
    availableBalance: (accountId) => available(state, { accountId, asset: NATIVE }),
    ledgerRoom: () => ({ operations: state.header.maxTxSetSize }),
    allowsChains: () => queuesChains(state.header.ledgerVersion),
    drawToEnter: (a, b) => lots.draw('enter', [a, b], isRemembered()),
    drawToStay: (a, b) => lots.draw('stay', [a, b], isRemembered()),
  })
}

/** The status, and of a refusal the result. */
function submit(mempool: Mempool<SignedTransaction, string>, envelope: string, network: Network): string {
  const transaction = decodeTransaction(envelope, network)
  if (transaction === undefined) return 'unreadable'
  const admission = mempool.submit(transaction)
  if (admission.status !== 'ERROR') return admission.status
  return admission.refusal === THROWN ? THROWN : `ERROR ${admission.refusal}`
}

/** A negative bid that is compared with others made the recorded server's handler throw. */
const THROWN = 'EXCEPTION'

type RecordedSubmission = {
  readonly envelope: string
  readonly order: number
  readonly afterLedger: number
  readonly expected: string
  /** Whether the recorded server's clock, and not the ledger, explains the answer. */
  readonly isOfClock: boolean
}

/** All of a scenario, as they were submitted. */
function submissionsOf({ ledgers, rejected = [], unapplied = [] }: Scenario): readonly RecordedSubmission[] {
  const accepted = { expected: 'PENDING', isOfClock: false }
  const applied = ledgers.flatMap(({ ledgerSeq, txs }) =>
    txs.map(({ envelope, order = 0, afterLedger = ledgerSeq - 1 }) => ({ envelope, order, afterLedger, ...accepted })),
  )
  const left = unapplied.map(({ envelope, order, afterLedger }) => ({ envelope, order, afterLedger, ...accepted }))
  const refused = rejected.map(({ envelope, order = 0, afterLedger, status = 'ERROR', result, clock }) => ({
    ...{ envelope, order, afterLedger, isOfClock: clock !== undefined },
    expected: status === 'ERROR' && result !== undefined ? `ERROR ${result}` : status,
  }))
  return [...applied, ...left, ...refused].sort((a, b) => a.order - b.order)
}
