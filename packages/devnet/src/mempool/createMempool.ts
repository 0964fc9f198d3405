import { bestBidFirst, compareBids } from './bids.ts'
import { type Bid, type FilledLedger, fillLedger, type LedgerRoom } from './fillLedger.ts'

/** What the queue must know of a transaction. */
export type Queueable = Bid & {
  /** Account id of the transaction's source: one may wait per account. */
  readonly source: string
  readonly sequence: bigint
}

/** What became of a submission. Refusals carry the result that stellar-core gives, where it gives one. */
export type Admission<Refusal> =
  | { readonly status: 'PENDING' | 'DUPLICATE' | 'TRY_AGAIN_LATER' }
  | { readonly status: 'ERROR'; readonly refusal: Refusal }

/** Why the queue itself refuses a transaction. */
export type QueueRefusal =
  | { readonly type: 'badSequence' }
  | {
      readonly type: 'insufficientFee'
      /** The smallest bid, in stroops, that would be let in. */
      readonly neededFee: bigint
    }

/**
 * Transactions that wait for a ledger, by stellar-core's rules from protocol 20 on: one per source account, a bounded number of operations of
 * which better bids drive out the worst, four ledgers of patience, ten ledgers of ban for what was applied or dropped.
 */
export type Mempool<Waiting extends Queueable, Refusal> = {
  readonly size: number
  submit(transaction: Waiting): Admission<Refusal>
  /** What goes into the next ledger; the rest stays. Those that `isValid` refuses are dropped and banned. */
  select(isValid: (transaction: Waiting) => boolean): FilledLedger<Waiting>
  /** Call after each close with the hashes of what was applied. */
  ledgerClosed(applied: Iterable<string>): void
}

export type MempoolOptions<Waiting, Refusal> = {
  /** Why no next ledger would take a transaction, or undefined. */
  readonly check: (transaction: Waiting) => Refusal | undefined
  /** How a refusal of the queue's own is told. */
  readonly refuse: (refusal: QueueRefusal) => Refusal
  /** What fits into one ledger. Twice as many operations may wait. */
  readonly ledgerRoom: () => LedgerRoom
}

/** stellar-core's constants: ledgers that a transaction waits, ledgers that a hash stays banned, ledgers' worth of waiting operations. */
const PATIENCE_LEDGERS = 4
const BAN_LEDGERS = 10
const QUEUE_LEDGERS = 2

/** Makes an empty queue. */
export function createMempool<Waiting extends Queueable, Refusal>(
  options: MempoolOptions<Waiting, Refusal>,
): Mempool<Waiting, Refusal> {
  const waiting = new Map<string, { readonly transaction: Waiting; age: number }>()
  /** Banned hashes of the last ledgers, newest first. */
  const bans: Set<string>[] = Array.from({ length: BAN_LEDGERS }, () => new Set())
  let operations = 0

  const drop = ({ source, operationCount }: Waiting): void => {
    if (waiting.delete(source)) operations -= operationCount
  }
  const ban = (hash: string): void => {
    bans[0]?.add(hash)
  }

  /** Looks whom a transaction would drive out of a full queue: the worst bids, as long as they are below its own. */
  const makeRoom = (transaction: Waiting): Room<Waiting> => {
    const evicted = new Set<Waiting>()
    let excess = operations + transaction.operationCount - QUEUE_LEDGERS * options.ledgerRoom().operations
    while (excess > 0) {
      const worst = worstBid(waiting.values(), evicted)
      if (worst === undefined) return { status: 'none' }
      if (compareBids(transaction, worst) <= 0) return { status: 'outbid', neededFee: betterBid(transaction, worst) }
      evicted.add(worst)
      excess -= worst.operationCount
    }
    return { status: 'found', evicted }
  }

  const submit = (transaction: Waiting): Admission<Refusal> => {
    if (bans.some((hashes) => hashes.has(transaction.hash))) return { status: 'TRY_AGAIN_LATER' }
    const before = waiting.get(transaction.source)?.transaction
    if (before?.hash === transaction.hash) return { status: 'DUPLICATE' }
    if (before !== undefined && transaction.sequence < before.sequence) {
      return { status: 'ERROR', refusal: options.refuse({ type: 'badSequence' }) }
    }
    if (before !== undefined) return { status: 'TRY_AGAIN_LATER' }
    const room = makeRoom(transaction)
    if (room.status !== 'found') {
      ban(transaction.hash)
      if (room.status === 'none') return { status: 'TRY_AGAIN_LATER' }
      return { status: 'ERROR', refusal: options.refuse({ type: 'insufficientFee', neededFee: room.neededFee }) }
    }
    const refusal = options.check(transaction)
    if (refusal !== undefined) return { status: 'ERROR', refusal }
    for (const worse of room.evicted) {
      drop(worse)
      ban(worse.hash)
    }
    waiting.set(transaction.source, { transaction, age: 0 })
    operations += transaction.operationCount
    return { status: 'PENDING' }
  }

  const select = (isValid: (transaction: Waiting) => boolean): FilledLedger<Waiting> => {
    const valid: Waiting[] = []
    for (const { transaction } of waiting.values()) {
      if (isValid(transaction)) valid.push(transaction)
      else {
        drop(transaction)
        ban(transaction.hash)
      }
    }
    return fillLedger(valid, options.ledgerRoom())
  }

  const ledgerClosed = (applied: Iterable<string>): void => {
    const hashes = new Set(applied)
    for (const hash of hashes) ban(hash)
    // Only then a ledger's worth of bans expires, as in core: what was just applied stays banned for nine more.
    bans.unshift(new Set())
    bans.length = BAN_LEDGERS
    for (const entry of waiting.values()) {
      entry.age += 1
      if (hashes.has(entry.transaction.hash)) drop(entry.transaction)
      else if (entry.age >= PATIENCE_LEDGERS) {
        drop(entry.transaction)
        ban(entry.transaction.hash)
      }
    }
  }
  return {
    get size() {
      return waiting.size
    },
    submit,
    select,
    ledgerClosed,
  }
}

type Room<Waiting> =
  | { readonly status: 'found'; readonly evicted: Iterable<Waiting> }
  | { readonly status: 'outbid'; readonly neededFee: bigint }
  | { readonly status: 'none' }

function worstBid<Waiting extends Queueable>(
  entries: Iterable<{ readonly transaction: Waiting }>,
  without: ReadonlySet<Waiting>,
): Waiting | undefined {
  let worst: Waiting | undefined
  for (const { transaction } of entries) {
    if (without.has(transaction)) continue
    if (worst === undefined || bestBidFirst(transaction, worst) > 0) worst = transaction
  }
  return worst
}

/** The smallest bid of a transaction that is above another's, per operation. */
function betterBid({ operationCount }: Queueable, than: Queueable): bigint {
  return (than.fee * BigInt(operationCount)) / BigInt(than.operationCount) + 1n
}
