import { AbortedError, ClosedError, TimeoutError } from '@sdex/primitives'
import { OrderQueueFullError, OrdersStoppedError, SubmissionError } from './errors.ts'
import type { PendingTransaction } from './ordersState.ts'

type Out = Pick<PendingTransaction, 'hash' | 'validUntilMs'>

/** What a command ends with whose caller left or ran out of time; it names the transaction, if that is out. */
export function leftError(error: unknown, out: Out | undefined): unknown {
  if (out === undefined) return error
  if (error instanceof TimeoutError) return new TimeoutError({ ...stillOut('timed out', out), cause: error })
  if (error instanceof AbortedError) return new AbortedError({ ...stillOut('was aborted', out), cause: error })
  return error
}

function stillOut(how: string, out: Out): { message: string; remedy: string; input: Out } {
  return {
    message: `The command ${how} after transaction ${out.hash} was sent.`,
    remedy: 'It may still be applied; pending$ tells until its end is proved, and nothing else is sent before.',
    input: { hash: out.hash, validUntilMs: out.validUntilMs },
  }
}

/** What waiting commands end with on `close()`. */
export function closedError(out: Out | undefined): ClosedError {
  if (out === undefined) {
    return new ClosedError({ message: 'The orders were closed.', remedy: 'Nothing was sent; make new ones to go on.' })
  }
  return new ClosedError({
    message: `The orders were closed while transaction ${out.hash} was under way.`,
    remedy: `It may still be applied until ${new Date(out.validUntilMs).toISOString()}; look the hash up.`,
    input: { hash: out.hash, validUntilMs: out.validUntilMs },
  })
}

/** What commands end with after `stop()`. */
export function stoppedError(): OrdersStoppedError {
  const remedy = 'Nothing was sent; make new ones to go on.'
  return new OrdersStoppedError({ message: 'The orders were stopped.', remedy })
}

/** What a command ends with for which there is no room. */
export function queueFullError(maxQueued: number): OrderQueueFullError {
  return new OrderQueueFullError({
    message: `${maxQueued} commands wait already.`,
    remedy: 'Send fewer and larger batches, or raise maxQueued.',
    input: maxQueued,
  })
}

/** What a command ends with whose submitter failed for good. */
export function submissionError(cause: Error, out: Out): SubmissionError {
  return new SubmissionError({
    message: `The end of transaction ${out.hash} could not be found out: ${cause.message}`,
    remedy: 'It may still be applied; pending$ tells until its end is proved.',
    input: { hash: out.hash, validUntilMs: out.validUntilMs },
    cause,
  })
}
