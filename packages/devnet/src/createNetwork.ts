import type { Clock } from '@sdex/primitives'
import { nextCloseTime } from './closeTime.ts'
import { withoutWithheld } from './faults/submissionFates.ts'
import { createHistory, type History, type HistorySnapshot, type LedgerHistory } from './history/createHistory.ts'
import { historyOf } from './history/historyOf.ts'
import { queuesChains } from './ledger/protocol.ts'
import { createRecentLedgers } from './ledger/recentLedgers.ts'
import type { SealedSnapshot } from './ledger/savedLedger.ts'
import { createMempool } from './mempool/createMempool.ts'
import { upperTimeMargin } from './mempool/timeMargin.ts'
import { createStateIndexes, type StateIndexes } from './stateIndex/createStateIndexes.ts'
import type { CraftedTransaction } from './transactions/closeLedger.ts'
import { createLedger, type LedgerClose, type LedgerReads } from './transactions/createLedger.ts'
import type { SignedTransaction } from './transactions/signedTransaction.ts'

/** A transaction that could be read. */
export type Decoded = SignedTransaction

/** What the queue said to a transaction. */
export type Submission =
  | { readonly status: 'PENDING' | 'DUPLICATE' | 'TRY_AGAIN_LATER' }
  | {
      readonly status: 'ERROR'
      /** TransactionResult, base64. */
      readonly resultXdr: string
    }

/** The ledger with its queue and its history, all in memory: no socket, no timer. */
export type Network = {
  readonly passphrase: string
  /** As of the last close. */
  readonly state: LedgerReads
  readonly history: History
  /** What can be looked up of any of its ledgers; that of the last one is made. */
  readonly indexes: StateIndexes
  /** Reads a TransactionEnvelope, base64; undefined when it is none. */
  decode(envelopeXdr: string): Decoded | undefined
  /** Puts a transaction into the queue, or says why not. */
  submit(transaction: Decoded): Submission
  /** Closes a ledger with what the queue has for it. State and history are of the new ledger when it returns. */
  close(asked?: CloseRequest): LedgerClose
  /** Makes what looking things up in the last ledger needs. Otherwise whoever asks first waits for that, and the close is not made longer by it. */
  prepare(): void
  /** Ledger and history as a value, without the queue; undefined for a ledger that is no longer at hand. Default: the last one. */
  snapshot(sequence?: number): NetworkSnapshot | undefined
}

/** A network at one of its ledgers: it never changes, and costs what has changed since. */
export type NetworkSnapshot = { readonly sealed: SealedSnapshot; readonly history: HistorySnapshot }

/** What a close does otherwise than by rule. */
export type CloseRequest = {
  /** Leaves everything in the queue, where it ages. */
  readonly isEmpty?: boolean | undefined
  /** Run after those of the queue. */
  readonly crafted?: readonly CraftedTransaction[] | undefined
}

export type NetworkOptions = {
  readonly passphrase: string
  readonly protocol: number
  /** Time between ledgers; `manual` when nothing but a caller closes them. */
  readonly ledgerMs: number | 'manual'
  /** Ledgers that history keeps. */
  readonly historyLedgers: number
  /** Whether history keeps what each transaction changed. Default false. */
  readonly resultMeta?: boolean | undefined
  /** Operations a ledger takes of transactions that trade; undefined: as many as of any. */
  readonly maxDexOperations: number | undefined
  readonly clock: Clock
  /** Of the first ledger at the earliest, Unix seconds. */
  readonly firstCloseTime?: number | undefined
  /** Goes on from here instead of from a first ledger. */
  readonly from?: NetworkSnapshot | undefined
  /** Transactions that ledgers leave in the queue, where they age. */
  readonly isWithheld?: ((transaction: Decoded) => boolean) | undefined
}

/** Makes a network at its first ledger, which holds the root account alone. */
export function createNetwork(options: NetworkOptions): Network {
  const { passphrase, protocol, ledgerMs, historyLedgers, maxDexOperations, clock } = options
  const { firstCloseTime = 0, isWithheld, from } = options
  const closeTime = Math.max(firstCloseTime, Math.floor(clock.now() / 1000))
  const ledger = createLedger({ passphrase, protocol, closeTime, from: from?.sealed })
  const history = createHistory({ ledgers: historyLedgers, from: from?.history })
  if (from === undefined) history.add(historyOf({ header: ledger.header, transactions: [] }))
  const sealed = createRecentLedgers(ledger.snapshot())
  const indexes = createStateIndexes()
  indexes.at(ledger.state.snapshot())
  history.prepare()

  /** What was let through since the last close, with the sequence number that it was to follow: only time can turn against it until the next one. */
  let sound = new WeakMap<Decoded, { readonly sequence: bigint | undefined }>()
  const mempool = createMempool<Decoded, string>({
    check: (transaction, sequence) => {
      const refusal = ledger.check(transaction, { lowerMargin: 0, upperMargin: queueMargin(), sequence })
      if (refusal === undefined) sound.set(transaction, { sequence })
      return refusal
    },
    refuse: ledger.queueRefusal,
    availableBalance: ledger.availableBalance,
    ledgerRoom: () => ({ operations: ledger.header.maxTxSetSize, dexOperations: maxDexOperations }),
    allowsChains: () => queuesChains(ledger.header.ledgerVersion),
  })
  const queueMargin = (): number =>
    upperTimeMargin({ ledgerMs, lastCloseTime: ledger.header.closeTime, nowMs: clock.now() })

  const submit = (transaction: Decoded): Submission => {
    const admission = mempool.submit(transaction)
    return admission.status === 'ERROR' ? { status: 'ERROR', resultXdr: admission.refusal } : admission
  }
  const close = ({ isEmpty = false, crafted }: CloseRequest = {}): LedgerClose => {
    const closeTime = nextCloseTime({
      isRising: ledgerMs !== 'manual' && ledgerMs >= 1_000,
      lastCloseTime: ledger.header.closeTime,
      nowMs: clock.now(),
    })
    const passed = closeTime - ledger.header.closeTime
    const margins = { lowerMargin: passed, upperMargin: passed }
    const isRefused = (transaction: Decoded, sequence: bigint | undefined): boolean =>
      sound.get(transaction)?.sequence === sequence && sound.has(transaction)
        ? !ledger.isTimely(transaction, margins)
        : ledger.check(transaction, { ...margins, sequence }) !== undefined
    const { transactions: chosen, surgeFeeOf } = mempool.select(isRefused)
    sound = new WeakMap()
    const transactions = isEmpty ? [] : withoutWithheld(chosen, isWithheld)
    const closed = ledger.close({
      ...{ transactions, crafted, closeTime },
      // Before protocol 20 a set prices itself, by how full it is.
      baseFee: queuesChains(ledger.header.ledgerVersion)
        ? undefined
        : (transaction) => surgeFeeOf(transaction) ?? BigInt(ledger.header.baseFee),
    })
    mempool.ledgerClosed(transactions)
    history.add(historyOf(closed, { keepsMeta: options.resultMeta === true }))
    sealed.add(ledger.snapshot())
    return closed
  }
  const prepare = (): void => {
    indexes.at(ledger.state.snapshot())
    history.prepare()
  }
  const snapshot = (sequence?: number): NetworkSnapshot | undefined => {
    const found = sequence === undefined ? ledger.snapshot() : sealed.find(sequence)
    if (found === undefined) return undefined
    const { ledgers, assets } = history.snapshot()
    const until = found.header.ledgerSequence
    return { sealed: found, history: { ledgers: ledgers.filter((closed) => sequenceOf(closed) <= until), assets } }
  }
  return { passphrase, state: ledger.state, history, indexes, decode: ledger.decode, submit, close, prepare, snapshot }
}

function sequenceOf({ ledger }: LedgerHistory): number {
  return ledger.header.ledgerSequence
}
