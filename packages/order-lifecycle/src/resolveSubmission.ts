import { type Clock, sleep, withDeadline } from '@sdex/primitives'
import type { SubmissionResult } from '@sdex/transport'
import type { Submitter } from './ports.ts'

/** The pauses between tries double from the first to the longest, in ms. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** What {@link resolveSubmission} works with. */
export type ResolveArgs = {
  readonly submitter: Submitter
  readonly clock: Clock
  readonly envelopeXdr: string
  /** Ends it without a proof: only closing does that. */
  readonly signal: AbortSignal
  readonly onAccepted: () => void
  /** Called with what each try failed with. */
  readonly onFault: (error: unknown) => void
}

/**
 * Brings a signed transaction to its proved end. A submitter that fails proves nothing, so it is asked again with the same bytes, at least every
 * 30 s, for as long as it takes.
 *
 * @returns `undefined` once the signal has fired.
 */
export async function resolveSubmission(args: ResolveArgs): Promise<SubmissionResult | undefined> {
  const { submitter, clock, envelopeXdr, signal, onAccepted, onFault } = args
  let resume = false
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      // The deadline has no time: it only drops a submitter that does not heed the signal.
      const submit = (inner: AbortSignal): Promise<SubmissionResult> =>
        submitter.submit(envelopeXdr, { signal: inner, onAccepted, resume })
      return await withDeadline(submit, { clock, signal, what: 'Submitting' })
    } catch (error) {
      if (signal.aborted) return undefined
      onFault(error)
      resume = true // the first copy may be out
      await pause(clock, pauseMs, signal)
    }
  }
  return undefined
}

async function pause(clock: Clock, pauseMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(clock, pauseMs, signal)
  } catch {
    // Closing: the loop sees the signal.
  }
}
