import { compareBids, type Draw, drawByHash } from './bids.ts'
import { createChains } from './chains.ts'
import { type FilledLedger, fillLedger, type LedgerRoom } from './fillLedger.ts'
import { isDuplicate, missingToReplace, type Queueable } from './queueable.ts'
import { BAN_LEDGERS, PATIENCE_LEDGERS, QUEUE_LEDGERS } from './queueLimits.ts'

/** What became of a submission. Refusals carry the result that stellar-core gives, where it gives one. */
export type Admission<Refusal> =
  | { readonly status: 'PENDING' | 'DUPLICATE' | 'TRY_AGAIN_LATER' }
  | { readonly status: 'ERROR'; readonly refusal: Refusal }

/** Why the queue itself refuses a transaction. */
export type QueueRefusal =
  | { readonly type: 'badSequence' | 'malformed' }
  /** The payer cannot pay for all that waits at its cost. */
  | { readonly type: 'insufficientBalance' }
  | {
      readonly type: 'insufficientFee'
      /** The smallest bid, in stroops, that would be let in. */
      readonly neededFee: bigint
    }

/**
 * Transactions that wait for a ledger, by stellar-core's rules: one per source account from protocol 20 on, before that a chain of rising
 * sequence numbers; a bounded number of operations of which better bids drive out the worst; a fee bump that bids ten times as much takes the place
 * of what it bumps; four ledgers of patience, ten ledgers of ban for what was applied or dropped.
 */
export type Mempool<Waiting extends Queueable, Refusal> = {
  readonly size: number
  submit(transaction: Waiting): Admission<Refusal>
  /** What goes into the next ledger; the rest stays. Those that `refuses` refuses are dropped and banned, with what follows them in their chain. */
  select(refuses: Look<Waiting>): FilledLedger<Waiting>
  /** Call after each close with what was applied. What the next ledger cannot take any more is dropped. */
  ledgerClosed(applied: Iterable<Waiting>): void
  /** All that wait. */
  waiting(): Iterable<Waiting>
}

/** Whether a ledger would refuse a transaction whose source has used that sequence number last; undefined: the one in its account. */
export type Look<Waiting> = (transaction: Waiting, sequence: bigint | undefined) => boolean

export type MempoolOptions<Waiting, Refusal> = {
  /** Why no next ledger would take a transaction, or undefined. */
  readonly check: (transaction: Waiting, sequence: bigint | undefined) => Refusal | undefined
  /** How a refusal of the queue's own is told. */
  readonly refuse: (refusal: QueueRefusal, transaction: Waiting) => Refusal
  /** What an account could pay, in stroops. */
  readonly availableBalance: (accountId: string) => bigint
  /** What fits into one ledger. Twice as many operations may wait. */
  readonly ledgerRoom: () => LedgerRoom
  /** Whether several transactions of a source may wait. */
  readonly allowsChains: () => boolean
  /** Decide among equal bids, who enters a ledger and who stays in a full queue. @defaultValue the hash */
  readonly drawToEnter?: Draw<Waiting> | undefined
  readonly drawToStay?: Draw<Waiting> | undefined
}

/** Makes an empty queue. */
export function createMempool<Waiting extends Queueable, Refusal>(
  options: MempoolOptions<Waiting, Refusal>,
): Mempool<Waiting, Refusal> {
  const chains = createChains<Waiting>()
  const { drawToEnter = drawByHash, drawToStay = drawByHash } = options
  /** Banned hashes of the last ledgers, newest first. */
  const bans: Set<string>[] = Array.from({ length: BAN_LEDGERS }, () => new Set())

  /** The best bid that was driven out since the last close: what is not better than that does not get in, though there may be room again. */
  let dearest: Waiting | undefined

  const ban = (transactions: Iterable<Waiting>): void => {
    for (const { envelopeHash } of transactions) bans[0]?.add(envelopeHash)
  }
  /** What follows a transaction in its chain cannot be applied without it. */
  const expel = ({ source, envelopeHash }: Waiting): void => {
    const place = chains.of(source).findIndex((queued) => queued.envelopeHash === envelopeHash)
    if (place !== -1) ban(chains.dropFrom(source, place))
  }

  /** Looks whom a transaction would drive out of a full queue: the worst bids, as long as they are below its own. */
  const makeRoom = (transaction: Waiting, replaced: Waiting | undefined): Room<Waiting> => {
    const evicted = new Set<Waiting>()
    if (dearest !== undefined && compareBids(transaction, dearest) <= 0) {
      return { status: 'outbid', neededFee: betterBid(transaction, dearest) }
    }
    let excess = chains.operations + more(transaction, replaced) - QUEUE_LEDGERS * options.ledgerRoom().operations
    while (excess > 0) {
      const worst = worstBid(chains.all(), { without: evicted, draw: drawToStay })
      if (worst === undefined) return { status: 'none' }
      if (compareBids(transaction, worst) <= 0) return { status: 'outbid', neededFee: betterBid(transaction, worst) }
      if (worst.source === transaction.source) return { status: 'none' }
      evicted.add(worst)
      excess -= worst.operationCount
    }
    return { status: 'found', evicted }
  }
  const refuse = (transaction: Waiting, refusal: QueueRefusal): Admission<Refusal> => {
    return { status: 'ERROR', refusal: options.refuse(refusal, transaction) }
  }

  const submit = (transaction: Waiting): Admission<Refusal> => {
    if (bans.some((hashes) => hashes.has(transaction.envelopeHash))) return { status: 'TRY_AGAIN_LATER' }
    if (transaction.fee < 0n && !options.allowsChains()) return refuse(transaction, { type: 'malformed' })
    const place = placeIn(chains.of(transaction.source), transaction, options.allowsChains())
    if (place.type === 'refused') return refuse(transaction, place.refusal)
    if (place.type !== 'free') return { status: place.type }
    const { replaced, sequence } = place
    const room = makeRoom(transaction, replaced)
    if (room.status !== 'found') {
      ban([transaction])
      if (room.status === 'none') return { status: 'TRY_AGAIN_LATER' }
      return refuse(transaction, { type: 'insufficientFee', neededFee: room.neededFee })
    }
    const refusal = options.check(transaction, sequence)
    if (refusal !== undefined) return { status: 'ERROR', refusal }
    const isSamePayer = replaced?.feeSource === transaction.feeSource
    const due = chains.feesOf(transaction.feeSource) + transaction.fee - (isSamePayer ? replaced.fee : 0n)
    if (options.availableBalance(transaction.feeSource) < due)
      return refuse(transaction, { type: 'insufficientBalance' })
    const limit = QUEUE_LEDGERS * options.ledgerRoom().operations
    for (const worse of room.evicted) {
      // What follows in a chain goes with it, and there may be room before all have gone.
      if (chains.operations + more(transaction, replaced) <= limit) break
      if (dearest === undefined || compareBids(worse, dearest) > 0) dearest = worse
      expel(worse)
    }
    chains.put(transaction)
    return { status: 'PENDING' }
  }

  /** Drops what is refused, and what follows it. A refused payer loses all that waits at its cost. */
  const trim = (refuses: Look<Waiting>): void => {
    for (const chain of [...chains.all()]) {
      let sequence: bigint | undefined
      for (const transaction of chain) {
        if (refuses(transaction, sequence)) {
          expel(transaction)
          break
        }
        sequence = transaction.sequence
      }
    }
    for (const transaction of [...chains.all()].flat()) {
      const { feeSource } = transaction
      if (options.availableBalance(feeSource) < chains.feesOf(feeSource)) expel(transaction)
    }
  }
  return {
    get size() {
      return chains.size
    },
    submit,
    select: (refuses) => {
      trim(refuses)
      return fillLedger([...chains.all()], options.ledgerRoom(), drawToEnter)
    },
    ledgerClosed: (applied) => {
      for (const transaction of applied) {
        ban([transaction])
        chains.dropUpTo(transaction.source, transaction.sequence)
      }
      // Only then a ledger's worth of bans expires, as in core: what was just applied stays banned for nine more.
      bans.unshift(new Set())
      bans.length = BAN_LEDGERS
      dearest = undefined
      for (const source of chains.age(PATIENCE_LEDGERS)) ban(chains.dropFrom(source, 0))
      trim((transaction, sequence) => options.check(transaction, sequence) !== undefined)
    },
    *waiting() {
      for (const chain of chains.all()) yield* chain
    },
  }
}

type Room<Waiting> =
  | { readonly status: 'found'; readonly evicted: Iterable<Waiting> }
  | { readonly status: 'outbid'; readonly neededFee: bigint }
  | { readonly status: 'none' }

/** How many operations a transaction brings. */
function more(transaction: Queueable, replaced: Queueable | undefined): number {
  return transaction.operationCount - (replaced?.operationCount ?? 0)
}

/** Where a transaction would stand in its source's chain. */
type Place<Waiting> =
  | { readonly type: 'DUPLICATE' | 'TRY_AGAIN_LATER' }
  | { readonly type: 'refused'; readonly refusal: QueueRefusal }
  /** With the sequence number that comes before it there, when that is not the account's. */
  | { readonly type: 'free'; readonly replaced: Waiting | undefined; readonly sequence: bigint | undefined }

function placeIn<Waiting extends Queueable>(
  chain: readonly Waiting[],
  transaction: Waiting,
  allowsChains: boolean,
): Place<Waiting> {
  const [first, last] = [chain[0], chain.at(-1)]
  if (first === undefined || last === undefined) return { type: 'free', replaced: undefined, sequence: undefined }
  if (chain.some((queued) => isDuplicate(queued, transaction))) return { type: 'DUPLICATE' }
  const { sequence } = transaction
  const isFeeBump = transaction.innerEnvelopeHash !== undefined
  const place = isFeeBump ? chain.findIndex((queued) => queued.sequence === sequence) : -1
  const queued = chain[place]
  if (queued !== undefined) {
    const neededFee = missingToReplace(queued, transaction)
    if (neededFee !== undefined) return { type: 'refused', refusal: { type: 'insufficientFee', neededFee } }
    return { type: 'free', replaced: queued, sequence: place === 0 ? undefined : chain[place - 1]?.sequence }
  }
  const leaves =
    isFeeBump && (transaction.minSequence === undefined ? sequence !== last.sequence + 1n : sequence <= last.sequence)
  const isOutOfTurn = allowsChains ? leaves : sequence < first.sequence
  if (isOutOfTurn) return { type: 'refused', refusal: { type: 'badSequence' } }
  // How long ago the number changed cannot be told while it is about to change.
  if (!allowsChains || transaction.waitsForSequence) return { type: 'TRY_AGAIN_LATER' }
  return { type: 'free', replaced: undefined, sequence: last.sequence }
}

function worstBid<Waiting extends Queueable>(
  chains: Iterable<readonly Waiting[]>,
  { without, draw }: { readonly without: ReadonlySet<Waiting>; readonly draw: Draw<Waiting> },
): Waiting | undefined {
  let worst: Waiting | undefined
  for (const chain of chains) {
    for (const transaction of chain) {
      if (without.has(transaction)) continue
      if (worst === undefined || (compareBids(worst, transaction) || draw(transaction, worst)) > 0) worst = transaction
    }
  }
  return worst
}

/** The smallest bid of a transaction that is above another's, per operation. */
function betterBid({ operationCount }: Queueable, than: Queueable): bigint {
  return (than.fee * BigInt(operationCount)) / BigInt(than.operationCount) + 1n
}
