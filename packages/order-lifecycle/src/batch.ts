import type { CommandOptions } from './orders.ts'
import type { PendingTransaction } from './ordersState.ts'
import type { BuildBatch, PreparedBatch } from './prepareBatch.ts'
import type { Settlement } from './settlement.ts'
import { type BatchEvent, type BatchStatus, isOut, transition } from './transition.ts'

/** One command on its way through the lane. */
export type Batch = {
  status: BatchStatus
  prepared: PreparedBatch | undefined
  /** Milliseconds from the command to the server's word. */
  acceptedMs: number | undefined
  fault: string | undefined
  readonly build: BuildBatch
  readonly startedAtMs: number
  readonly onAccepted: CommandOptions['onAccepted']
  /** Ends preparing; without effect on what is sent. */
  readonly withdrawal: AbortController
  readonly resolve: (settlement: Settlement | undefined) => void
  readonly reject: (error: unknown) => void
}

/** Takes a batch one step further; whether that step exists from where it stands. */
export function advance(batch: Batch, event: BatchEvent): boolean {
  const next = transition(batch.status, event)
  if (next === undefined) return false
  batch.status = next
  return true
}

/** The batch's transaction, while it is out. */
export function pendingOf(batch: Batch | undefined): PendingTransaction | undefined {
  if (batch?.prepared === undefined || !isOut(batch.status)) return undefined
  const { hash, envelopeXdr, sequence, validUntilMs, changes } = batch.prepared
  const { acceptedMs, status, fault } = batch
  const [accepted, abandoned] = [acceptedMs !== undefined, status === 'orphaned']
  return { hash, envelopeXdr, sequence, validUntilMs, changes, accepted, abandoned, fault }
}
