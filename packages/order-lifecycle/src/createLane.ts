import { type Clock, isSdexError, redactSecrets, withDeadline } from '@sdex/primitives'
import { BehaviorSubject, type Observable } from 'rxjs'
import { advance, type Batch, pendingOf } from './batch.ts'
import { closedError, leftError, queueFullError, stoppedError, submissionError } from './laneErrors.ts'
import type { CommandOptions } from './orders.ts'
import type { PendingState } from './ordersState.ts'
import { nextPending, nothingPending } from './pendingState.ts'
import type { Submitter } from './ports.ts'
import { type BuildBatch, type PrepareContext, prepareBatch } from './prepareBatch.ts'
import { resolveSubmission } from './resolveSubmission.ts'
import { settle } from './settle.ts'
import type { Settlement } from './settlement.ts'

/** An account's way to the ledger: one transaction after another. */
export type Lane = {
  readonly pending$: Observable<PendingState>
  pending(): PendingState
  /**
   * Queues a batch and sees it to its end.
   *
   * @param evenIfStopped - For the cancels of `stop()` itself.
   * @returns `undefined` when the batch was empty when its turn came.
   */
  run(build: BuildBatch, options: CommandOptions, evenIfStopped?: 'evenIfStopped'): Promise<Settlement | undefined>
  /** Refuses new batches, and those that are not sent. */
  refuse(): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Rejects whoever waits, and drops what is under way without a proof. */
  close(): Promise<void>
}

/** What {@link createLane} works with. */
export type LaneContext = PrepareContext & {
  readonly submitter: Submitter
  readonly clock: Clock
  readonly maxQueued: number
  readonly onSettled: (settlement: Settlement) => void
}

/**
 * Makes a lane. stellar-core queues one transaction of an account at a time, and until the end of one is proved the next sequence number is not
 * known: so the next batch is built only then.
 */
export function createLane(context: LaneContext): Lane {
  const { clock, submitter, progress, maxQueued, onSettled } = context
  const closing = new AbortController()
  const state$ = new BehaviorSubject<PendingState>(nothingPending)
  const queue: Batch[] = []
  let current: Batch | undefined
  let worker: Promise<void> | undefined
  let stopped = false

  function publish(): void {
    if (closing.signal.aborted) return // what is given up then was not proved: the last state stays
    const state = nextPending(state$.value, pendingOf(current), queue.length)
    if (state !== state$.value) state$.next(state)
  }

  /** Lets its caller go. What was not sent never will be; what was goes on alone. */
  function abandon(batch: Batch, error: unknown): void {
    batch.reject(error)
    if (!advance(batch, 'abandoned')) return
    if (queue.includes(batch)) queue.splice(queue.indexOf(batch), 1)
    batch.withdrawal.abort(error)
    publish()
  }

  async function work(): Promise<void> {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      current = batch
      advance(batch, 'started')
      publish()
      await carryOut(batch)
    }
    current = undefined
    worker = undefined
    publish()
  }

  async function carryOut(batch: Batch): Promise<void> {
    const { build, withdrawal } = batch
    try {
      const prepare = (signal: AbortSignal): ReturnType<typeof prepareBatch> => prepareBatch(context, build, signal)
      batch.prepared = await withDeadline(prepare, { clock, signal: withdrawal.signal, what: 'Preparing a batch' })
    } catch (error) {
      if (advance(batch, 'refused')) batch.reject(error)
      return
    }
    if (batch.prepared === undefined) {
      if (advance(batch, 'refused')) batch.resolve(undefined)
    } else if (advance(batch, 'sent')) {
      publish()
      await prove(batch, batch.prepared)
    }
  }

  async function prove(batch: Batch, prepared: NonNullable<Batch['prepared']>): Promise<void> {
    const result = await resolveSubmission({
      submitter,
      clock,
      envelopeXdr: prepared.envelopeXdr,
      signal: closing.signal,
      onAccepted: () => accept(batch),
      onFault: (error) => noteFault(batch, error),
    })
    if (result === undefined) return
    progress.record(result, prepared)
    const elapsedMs = clock.now() - batch.startedAtMs
    const settlement = settle(result, prepared.changes, { elapsedMs, acceptedMs: batch.acceptedMs })
    advance(batch, 'proved')
    onSettled(settlement)
    publish()
    batch.resolve(settlement)
  }

  function accept(batch: Batch): void {
    if (!advance(batch, 'accepted') || batch.acceptedMs !== undefined) return
    batch.acceptedMs = clock.now() - batch.startedAtMs
    publish()
    // Apart, so that a listener that throws is not taken for a submitter that failed.
    if (batch.onAccepted !== undefined && batch.status !== 'orphaned') queueMicrotask(batch.onAccepted)
  }

  function noteFault(batch: Batch, error: unknown): void {
    batch.fault = redactSecrets(error instanceof Error ? error.message : 'The submitter failed without an error.')
    publish()
    const out = pendingOf(batch)
    if (out !== undefined && isSdexError(error) && !error.retryable) abandon(batch, submissionError(error, out))
  }

  async function run(build: BuildBatch, options: CommandOptions, evenIfStopped?: 'evenIfStopped') {
    if (closing.signal.aborted) throw closedError(undefined)
    if (stopped && evenIfStopped === undefined) throw stoppedError()
    if (current !== undefined && queue.length >= maxQueued) throw queueFullError(maxQueued)
    const { signal, timeoutMs, onAccepted } = options
    let entered: Batch | undefined
    const enter = (left: AbortSignal): Promise<Settlement | undefined> =>
      new Promise((resolve, reject) => {
        const batch = newBatch({ build, startedAtMs: clock.now(), onAccepted, resolve, reject })
        entered = batch
        left.addEventListener('abort', () => abandon(batch, left.reason), { once: true })
        queue.push(batch)
        worker ??= work()
        publish()
      })
    try {
      return await withDeadline(enter, { clock, timeoutMs, signal, what: 'The order command' })
    } catch (error) {
      throw leftError(error, pendingOf(entered))
    }
  }

  function refuse(): void {
    stopped = true
    for (const batch of unsettled()) if (pendingOf(batch) === undefined) abandon(batch, stoppedError())
  }

  function unsettled(): readonly Batch[] {
    return current === undefined ? [...queue] : [current, ...queue]
  }

  async function close(): Promise<void> {
    for (const batch of unsettled()) abandon(batch, closedError(pendingOf(batch)))
    closing.abort()
    await worker
    state$.complete()
  }

  return {
    pending$: state$.asObservable(),
    pending: () => state$.value,
    run,
    refuse,
    idle: async () => {
      while (worker !== undefined) await worker
    },
    close,
  }
}

function newBatch(args: Pick<Batch, 'build' | 'startedAtMs' | 'onAccepted' | 'resolve' | 'reject'>): Batch {
  const withdrawal = new AbortController()
  return { ...args, withdrawal, status: 'queued', prepared: undefined, acceptedMs: undefined, fault: undefined }
}
