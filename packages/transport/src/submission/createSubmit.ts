import { ClosedError, InvalidOptionError, isSdexError, sleep, withDeadline } from '@sdex/primitives'
import { wasNeverSent } from '../endpoints/neverSent.ts'
import type { HorizonClient } from '../types/client.ts'
import { pauseMs } from './ledgerTicks.ts'
import { checkMemoRequired } from './memoRequired.ts'
import { type Envelope, readEnvelope } from './readEnvelope.ts'
import { mayPass, settle } from './settle.ts'
import type { SubmissionPort } from './submissionPort.ts'

/** Makes the submission of a client. */
export function createSubmit(port: SubmissionPort): HorizonClient['submit'] {
  let asked: Promise<string> | undefined
  /** Asked for once, for all who wait: none of them can end it. A failure is not kept. */
  const readPassphrase = (): Promise<string> => {
    asked ??= port.network({ priority: 'submission' }).then(
      (network) => network.passphrase,
      (error: unknown) => {
        asked = undefined
        throw error
      },
    )
    return asked
  }

  const sent = new Set<string>()
  const shared = createShared()

  return async (
    envelopeXdr,
    { signal, timeoutMs, onAccepted, resume, checkMemo = false, allowUnbounded = false } = {},
  ) =>
    withDeadline(
      untilClosed(port, async (cut) => {
        const passphrase = await untilAnswered(port, readPassphrase, cut)
        const envelope = readEnvelope(envelopeXdr, passphrase)
        if (envelope.maxTimeMs === undefined && !allowUnbounded) throw unbounded()
        const checkMemos = () => checkMemoRequired(port, { envelopeXdr, passphrase }, cut)
        if (checkMemo) await untilAnswered(port, checkMemos, cut)
        const wasSent = sent.has(envelope.hash)
        const { isShared, leave } = shared.enter(envelope.hash, cut)
        const options = { signal: cut, onAccepted, resume: resume || wasSent, isShared }
        try {
          const result = await settle(remembering(port, sent, envelope), envelope, options)
          sent.delete(envelope.hash)
          return result
        } finally {
          leave()
        }
      }),
      { clock: port.clock, timeoutMs, signal, what: 'Submitting a transaction' },
    )
}

/** Work that ends when the client closes, so that no pause outlives it. */
function untilClosed<Value>(
  { closed$ }: SubmissionPort,
  work: (signal: AbortSignal) => Promise<Value>,
): (signal: AbortSignal) => Promise<Value> {
  return async (signal) => {
    const closing = new AbortController()
    const subscription = closed$.subscribe(() => closing.abort(closedError()))
    try {
      return await work(AbortSignal.any([signal, closing.signal]))
    } catch (error) {
      closing.signal.throwIfAborted()
      throw error
    } finally {
      subscription.unsubscribe()
    }
  }
}

function closedError(): ClosedError {
  return new ClosedError({
    message: 'The client was closed before the end of the transaction was proved.',
    remedy: 'Submit the same bytes by another client, with resume.',
  })
}

/** Tells calls that bring the same bytes at the same time of each other: each may put a copy into a queue. */
function createShared() {
  const underWay = new Map<string, { readonly signals: Set<AbortSignal>; isShared: boolean }>()
  return {
    enter: (hash: string, signal: AbortSignal) => {
      const calls = underWay.get(hash) ?? { signals: new Set(), isShared: false }
      underWay.set(hash, calls)
      // What one sent that was aborted is remembered.
      calls.isShared ||= [...calls.signals].some(({ aborted }) => !aborted)
      calls.signals.add(signal)
      const leave = (): void => {
        calls.signals.delete(signal)
        if (calls.signals.size === 0) underWay.delete(hash)
      }
      return { isShared: () => calls.isShared, leave }
    },
  }
}

/** Transactions whose end is not known yet: submitted once more they are gone on with, as a queue may hold the first copy. */
const MAX_SENT = 1_000

/** Keeps the hash of what it posts, as the newest one, unless no server took the bytes. */
function remembering(port: SubmissionPort, sent: Set<string>, { hash }: Envelope): SubmissionPort {
  const post: SubmissionPort['post'] = async (envelopeXdr, signal) => {
    const wasSent = sent.delete(hash)
    sent.add(hash)
    const [oldest = hash] = sent
    if (sent.size > MAX_SENT) sent.delete(oldest)
    try {
      return await port.post(envelopeXdr, signal)
    } catch (error) {
      const isUntaken = wasNeverSent(error) || (isSdexError(error) && !error.retryable && !signal.aborted)
      if (isUntaken && !wasSent) sent.delete(hash)
      throw error
    }
  }
  return { ...port, post }
}

/** A server that is away is waited for before the first request as it is after it. */
async function untilAnswered<Value>(
  { clock, random }: SubmissionPort,
  ask: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error
    }
    await sleep(clock, pauseMs(failures, random), signal)
  }
}

function unbounded(): InvalidOptionError {
  return new InvalidOptionError({
    message: 'The transaction has no upper time bound, so its end may never be proved.',
    remedy: 'Build it with a maxTime, or pass allowUnbounded.',
  })
}
