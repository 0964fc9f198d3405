import { isSdexError } from '@sdex/primitives'
import { wasNeverSent } from '../endpoints/neverSent.ts'
import { HorizonResponseError, ResponseTooLargeError } from '../errors.ts'
import type { SubmissionResult, SubmitOptions } from '../types/submission.ts'
import { judgeRefusal } from './judgeRefusal.ts'
import { followTicks } from './ledgerTicks.ts'
import { askByHash, prove, resultOf } from './prove.ts'
import type { Envelope } from './readEnvelope.ts'
import { decodeResult } from './resultCodes.ts'
import type { PostAnswer, SubmissionPort } from './submissionPort.ts'

/** A queued transaction leaves the queue after four ledgers: then the same bytes go again. */
const RESEND_AFTER_LEDGERS = 5
/** Looks after which the account is read although no time bound has passed: somebody else may have used the sequence number. */
const PROVE_EVERY_LOOKS = 6

type SettleOptions = Pick<SubmitOptions, 'onAccepted' | 'resume'> & {
  readonly signal: AbortSignal
  /** Whether the same bytes are, or were meanwhile, on their way by another call: a queue may hold that copy. */
  isShared?(): boolean
}

/** A transaction on its way to its end, and what is known of it. */
type Course = {
  readonly port: SubmissionPort
  readonly envelope: Envelope
  readonly signal: AbortSignal
  /** A queue may hold the bytes. */
  mayBeQueued: boolean
  /** Each look tries a proof, as by hash it may never be found. */
  needsProof: boolean
  /** From that look on the bytes go again. */
  sendAtLook: number
  /** To be told once a queue has it. */
  accept: SubmitOptions['onAccepted']
  readonly isShared: NonNullable<SettleOptions['isShared']>
}

/**
 * Brings a transaction to its proved end: sends it, asks by hash at each ledger, sends the same bytes again where they may be lost.
 *
 * Once a queue may hold the bytes no refusal of the same bytes ends it, because the first copy may still be applied; only the ledger does.
 */
export async function settle(
  port: SubmissionPort,
  envelope: Envelope,
  { signal, onAccepted, resume = false, isShared = () => false }: SettleOptions,
): Promise<SubmissionResult> {
  const ticks = followTicks(port)
  const course: Course = {
    port,
    envelope,
    signal,
    mayBeQueued: resume,
    needsProof: false,
    sendAtLook: 0,
    accept: onAccepted,
    isShared,
  }
  try {
    for (let [count, failures] = [0, 0]; ; count += 1) {
      try {
        const isPast = envelope.maxTimeMs !== undefined && ticks.closedAtMs() > envelope.maxTimeMs
        const end = await look(course, { count, isPast, isFirst: count === 0 && !resume })
        if (end !== undefined) return end
        failures = 0
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error
        failures += 1
        course.needsProof = true // while the server was away the time bound may have passed, or the sequence number been used
      }
      await ticks.next(signal, failures)
    }
  } finally {
    ticks.close()
  }
}

type Look = {
  readonly count: number
  /** A ledger has closed after the time bound: sending has no use any more. */
  readonly isPast: boolean
  /** Nobody can know the transaction yet. */
  readonly isFirst: boolean
}

/** Asks by hash, sends where that is due, and tries a proof where there may be one. Returns the end, where one of them tells it. */
async function look(course: Course, { count, isPast, isFirst }: Look): Promise<SubmissionResult | undefined> {
  const { port, envelope, signal } = course
  const isDue = !isPast && count >= course.sendAtLook
  if (!isDue || !isFirst) {
    const end = await askByHash(port, envelope, signal)
    if (end !== undefined) return end
  }
  if (isDue) {
    course.sendAtLook = count + RESEND_AFTER_LEDGERS
    const end = await send(course)
    if (end !== undefined) return end
  }
  if (!isPast && !course.needsProof && (count === 0 || count % PROVE_EVERY_LOOKS !== 0)) return undefined
  return prove(port, envelope, signal)
}

/** Returns the end, where the answer tells it. */
async function send(course: Course): Promise<SubmissionResult | undefined> {
  const { port, envelope } = course
  let answer = await post(course)
  course.mayBeQueued ||= course.isShared()
  if (answer.type === 'unclear' && port.serverCount > 1) {
    course.mayBeQueued = true
    answer = await post(course)
  }
  if (answer.type === 'refused') return refused(course, answer)
  if (answer.type !== 'notTaken') course.mayBeQueued = true
  if (answer.type === 'inLedger') return resultOf(answer.transaction, envelope)
  if (answer.type !== 'queued') sendAtNextLook(course)
  else {
    void contained(course.accept)
    course.accept = undefined
  }
  return undefined
}

function sendAtNextLook(course: Course): void {
  course.sendAtLook = 0
}

type Refusal = Extract<PostAnswer, { type: 'refused' }>

/** What a refusal comes to: it ends a transaction that no queue can hold, and that no ledger takes as it is. */
async function refused(course: Course, { resultXdr, mayBeInLedger }: Refusal): Promise<SubmissionResult | undefined> {
  const { port, envelope, signal } = course
  const end = await askByHash(port, envelope, signal)
  const decoded = decodeResult(resultXdr)
  if (end !== undefined || decoded === undefined) return end
  const { codes, feeCharged } = decoded
  const verdict = judgeRefusal(codes, mayBeInLedger)
  course.needsProof ||= verdict === 'proof'
  if (verdict === 'later') sendAtNextLook(course)
  if (verdict !== 'final' || course.mayBeQueued) return undefined
  const minimumFee = codes.transaction === 'tx_insufficient_fee' ? feeCharged : undefined
  return { status: 'rejected', hash: envelope.hash, codes, resultXdr, minimumFee }
}

/** What `onAccepted` throws must not end the submission. */
async function contained(tell: (() => unknown) | undefined): Promise<void> {
  try {
    await tell?.()
  } catch {
    // The listener's own affair.
  }
}

/** Whether to go on asking after a failure: also after a refusal that is not Horizon's own word, as a proxy's page. */
export function mayPass(error: unknown): boolean {
  if (!isSdexError(error)) return false
  if (error.retryable || error instanceof ResponseTooLargeError) return true
  return error instanceof HorizonResponseError && error.problem.type === ''
}

/** A failure to get an answer is an unclear answer, unless the bytes never left; what no repetition mends is told, unless the bytes may be out already. */
async function post(course: Course): Promise<PostAnswer> {
  const { port, envelope, signal } = course
  try {
    return await port.post(envelope.envelopeXdr, signal)
  } catch (error) {
    if (signal.aborted || !isSdexError(error)) throw error
    if (!mayPass(error) && !course.mayBeQueued && !course.isShared()) throw error
    // Where a page of a proxy is told as an error, it was the answer to a look before anything was sent.
    const isOfLook = error instanceof HorizonResponseError && error.problem.type === ''
    return { type: isOfLook || wasNeverSent(error) ? 'notTaken' : 'unclear' }
  }
}
