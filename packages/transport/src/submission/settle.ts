import { isSdexError, type Random, sleep } from '@sdex/primitives'
import { filter, firstValueFrom, Subject } from 'rxjs'
import { wasNeverSent } from '../endpoints/neverSent.ts'
import { HorizonResponseError, ResponseTooLargeError } from '../errors.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { SubmissionResult, SubmitOptions } from '../types/submission.ts'
import { judgeRefusal } from './judgeRefusal.ts'
import { askByHash, prove, resultOf } from './prove.ts'
import type { Envelope } from './readEnvelope.ts'
import { decodeResult } from './resultCodes.ts'
import type { PostAnswer, SubmissionPort } from './submissionPort.ts'

/** A queued transaction leaves the queue after four ledgers: then the same bytes go again. */
const RESEND_AFTER_LEDGERS = 5
/** Looks without a ledger tick in between, as when the server is away: first and longest pause. */
const PAUSE_MS = { first: 1_000, longest: 8_000 }
/** Looks after which the account is read although no time bound has passed: somebody else may have used the sequence number. */
const PROVE_EVERY_LOOKS = 6

/**
 * Brings a transaction to its proved end: sends it, asks by hash at each ledger, sends the same bytes again where they may be lost.
 *
 * Once a queue may hold the bytes no refusal of the same bytes ends it, because the first copy may still be applied; only the ledger does.
 */
export async function settle(
  port: SubmissionPort,
  envelope: Envelope,
  {
    signal,
    onAccepted,
    resume = false,
  }: Pick<SubmitOptions, 'onAccepted' | 'resume'> & { readonly signal: AbortSignal },
): Promise<SubmissionResult> {
  const ticks = followTicks(port)
  let mayBeQueued = resume
  let needsProof = false
  let accept = onAccepted
  let sendAtLook = 0 // from that look on the bytes go again

  /** The end, where the answer tells it. */
  const send = async (): Promise<SubmissionResult | undefined> => {
    let answer = await post(port, envelope, { signal, mayBeQueued })
    if (answer.type === 'unclear' && port.serverCount > 1) {
      mayBeQueued = true
      answer = await post(port, envelope, { signal, mayBeQueued })
    }
    if (answer.type === 'refused') return refuse(answer)
    if (answer.type !== 'notTaken') mayBeQueued = true
    if (answer.type === 'inLedger') return resultOf(answer.transaction, envelope)
    if (answer.type !== 'queued') sendAtLook = 0
    else {
      void contained(accept)
      accept = undefined
    }
    return undefined
  }
  const refuse = async ({ resultXdr, mayBeInLedger }: Refusal): Promise<SubmissionResult | undefined> => {
    const end = await askByHash(port, envelope, signal)
    const decoded = decodeResult(resultXdr)
    if (end !== undefined || decoded === undefined) return end
    const { codes, feeCharged } = decoded
    const verdict = judgeRefusal(codes, mayBeInLedger)
    needsProof ||= verdict === 'proof'
    if (verdict === 'later') sendAtLook = 0
    if (verdict !== 'final' || mayBeQueued) return undefined
    const minimumFee = codes.transaction === 'tx_insufficient_fee' ? feeCharged : undefined
    return { status: 'rejected', hash: envelope.hash, codes, resultXdr, minimumFee }
  }
  const look = async (count: number): Promise<SubmissionResult | undefined> => {
    const isPast = envelope.maxTimeMs !== undefined && ticks.closedAtMs() > envelope.maxTimeMs
    const isDue = !isPast && count >= sendAtLook
    if (!isDue || count > 0 || resume) {
      const end = await askByHash(port, envelope, signal)
      if (end !== undefined) return end
    }
    if (isDue) {
      sendAtLook = count + RESEND_AFTER_LEDGERS
      const end = await send()
      if (end !== undefined) return end
    }
    if (!isPast && !needsProof && (count === 0 || count % PROVE_EVERY_LOOKS !== 0)) return undefined
    return prove(port, envelope, signal)
  }

  try {
    for (let [count, failures] = [0, 0]; ; count += 1) {
      try {
        const end = await look(count)
        if (end !== undefined) return end
        failures = 0
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error
        failures += 1
        needsProof = true // while the server was away the time bound may have passed, or the sequence number been used
      }
      await ticks.next(signal, failures)
    }
  } finally {
    ticks.close()
  }
}

type Refusal = Extract<PostAnswer, { type: 'refused' }>

/** A transaction is worth more than who hears of it. */
async function contained(tell: (() => unknown) | undefined): Promise<void> {
  try {
    await tell?.()
  } catch {
    // It is the listener's, who may watch for it himself.
  }
}

/** Whether to go on asking after a failure: also after a refusal that is not Horizon's own word, as a proxy's page. */
function mayPass(error: unknown): boolean {
  if (!isSdexError(error)) return false
  if (error.retryable || error instanceof ResponseTooLargeError) return true
  return error instanceof HorizonResponseError && error.problem.type === ''
}

/** A failure to get an answer is an unclear answer, unless the bytes never left; what no repetition mends is told, unless the bytes may be out already. */
async function post(
  port: SubmissionPort,
  { envelopeXdr }: Envelope,
  { signal, mayBeQueued }: { readonly signal: AbortSignal; readonly mayBeQueued: boolean },
): Promise<PostAnswer> {
  try {
    return await port.post(envelopeXdr, signal)
  } catch (error) {
    if (signal.aborted || !isSdexError(error)) throw error
    if (!error.retryable && !mayBeQueued) throw error
    if (wasNeverSent(error)) return { type: 'notTaken' }
    return { type: 'unclear' }
  }
}

/** How long to wait after so many failures in a row. */
export function pauseMs(failures: number, random: Random): number {
  return Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** failures) * (0.5 + random() / 2)
}

/** Ledgers as they close, and a pause for when none comes. */
function followTicks({ ledgerTicks$, clock, random }: SubmissionPort) {
  const tick$ = new Subject<Ledger>()
  let newest: Ledger | undefined
  const subscription = ledgerTicks$.subscribe((ledger) => {
    newest = ledger
    tick$.next(ledger)
  })
  return {
    /** Close time of the newest ledger that was told; the past before any was. */
    closedAtMs: (): number => newest?.closedAtMs ?? Number.NEGATIVE_INFINITY,
    /** Waits for a ledger or for a pause, whichever comes first; after failures for a longer pause alone, so that no tick makes a storm. */
    next: async (signal: AbortSignal, failures: number): Promise<void> => {
      const ended = new AbortController()
      const forMs = failures === 0 ? PAUSE_MS.longest : pauseMs(failures, random)
      const pause = sleep(clock, forMs, AbortSignal.any([signal, ended.signal]))
      if (failures > 0) return pause
      const seen = newest?.sequence ?? 0
      const closes = firstValueFrom(tick$.pipe(filter(({ sequence }) => sequence > seen)), {
        defaultValue: undefined,
      })
      try {
        await Promise.race([pause, closes])
      } finally {
        ended.abort()
        pause.catch(() => {})
      }
    },
    close: (): void => {
      subscription.unsubscribe()
      tick$.complete()
    },
  }
}
