/** What the queue must know of a transaction. */
export type Queueable = {
  /** Lower-case hex. */
  readonly hash: string
  /** Account id of the transaction's source: one may wait per account. */
  readonly source: string
  readonly sequence: bigint
  /** Bid in stroops, and the operations it is for. */
  readonly fee: bigint
  readonly operationCount: number
}

/** What became of a submission. Refusals carry the result that stellar-core gives, where it gives one. */
export type Admission<Refusal> =
  | { readonly status: 'PENDING' | 'DUPLICATE' | 'TRY_AGAIN_LATER' }
  | { readonly status: 'ERROR'; readonly refusal: Refusal }

/**
 * Transactions that wait for a ledger, by stellar-core's rules from protocol 20 on: one per source account, a bounded number of operations, four
 * ledgers of patience, ten ledgers of ban for what was applied or dropped.
 */
export type Mempool<Waiting extends Queueable, Refusal> = {
  readonly size: number
  submit(transaction: Waiting): Admission<Refusal>
  /** What goes into the next ledger, best bid per operation first; the rest stays. Those that `isValid` refuses are dropped and banned. */
  select(isValid: (transaction: Waiting) => boolean): readonly Waiting[]
  /** Call after each close with the hashes of what was applied. */
  ledgerClosed(applied: Iterable<string>): void
}

export type MempoolOptions<Waiting, Refusal> = {
  /** Why no next ledger would take a transaction, or undefined. */
  readonly check: (transaction: Waiting) => Refusal | undefined
  /** The refusal of a sequence number that is already waiting under another hash, or behind it. */
  readonly badSequence: (transaction: Waiting) => Refusal
  /** Operations that fit into one ledger. Twice as many may wait. */
  readonly maxLedgerOperations: () => number
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

  const submit = (transaction: Waiting): Admission<Refusal> => {
    if (bans.some((hashes) => hashes.has(transaction.hash))) return { status: 'TRY_AGAIN_LATER' }
    const before = waiting.get(transaction.source)?.transaction
    if (before?.hash === transaction.hash) return { status: 'DUPLICATE' }
    if (before !== undefined && transaction.sequence < before.sequence) {
      return { status: 'ERROR', refusal: options.badSequence(transaction) }
    }
    if (before !== undefined) return { status: 'TRY_AGAIN_LATER' }
    if (operations + transaction.operationCount > QUEUE_LEDGERS * options.maxLedgerOperations()) {
      ban(transaction.hash)
      return { status: 'TRY_AGAIN_LATER' }
    }
    const refusal = options.check(transaction)
    if (refusal !== undefined) return { status: 'ERROR', refusal }
    waiting.set(transaction.source, { transaction, age: 0 })
    operations += transaction.operationCount
    return { status: 'PENDING' }
  }

  const select = (isValid: (transaction: Waiting) => boolean): readonly Waiting[] => {
    const valid: Waiting[] = []
    for (const { transaction } of waiting.values()) {
      if (isValid(transaction)) valid.push(transaction)
      else {
        drop(transaction)
        ban(transaction.hash)
      }
    }
    let room = options.maxLedgerOperations()
    return valid.sort(byBid).filter(({ operationCount }) => {
      if (operationCount > room) return false
      room -= operationCount
      return true
    })
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

/** The higher bid per operation first; among equals the hash decides, which nobody can choose. */
function byBid(a: Queueable, b: Queueable): number {
  const difference = b.fee * BigInt(a.operationCount) - a.fee * BigInt(b.operationCount)
  if (difference !== 0n) return difference > 0n ? 1 : -1
  return a.hash < b.hash ? -1 : 1
}
