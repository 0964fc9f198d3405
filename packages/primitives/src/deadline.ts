import { abortedError, type Clock } from './clock.ts'
import { InvalidOptionError, TimeoutError } from './errors.ts'

/** What bounds a piece of work. */
export type Deadline = {
  readonly clock: Clock
  /** Time allowed, in milliseconds. Without it only the signal bounds the work. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** What is being done, for the error: "Reading the account". */
  readonly what: string
}

/**
 * Runs work that ends when it is done, when its time is up or when the caller aborts, whichever comes first. The work gets a signal that
 * fires in the last two cases; its late result is dropped. No timer and no listener outlives the call.
 *
 * @throws {@link TimeoutError} or `AbortedError`, or what the work throws; `InvalidOptionError` when `timeoutMs` is negative or no number.
 * @example
 * ```ts
 * const body = await withDeadline((signal) => fetch(url, { signal }), { clock: systemClock, timeoutMs: 5_000, what: 'Fetching' })
 * ```
 */
export async function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, deadline: Deadline): Promise<T> {
  const inner = new AbortController()
  return waitUntil(() => work(inner.signal), { ...deadline, leave: (error) => inner.abort(error) })
}

/**
 * Waits for work that others may wait for too, until it is done, the time is up or the caller aborts, whichever comes first; what it comes to later is
 * dropped. No timer and no listener outlives the wait.
 *
 * @param join - Begins or joins the work; not called when the caller has aborted already.
 * @param deadline.leave - Told that the wait was given up, after the caller was.
 * @throws {@link TimeoutError} or `AbortedError`, or what the work rejects with; `InvalidOptionError` when `timeoutMs` is negative or no number.
 * @example
 * ```ts
 * const book = await waitUntil(() => sharedRequest, { clock: systemClock, timeoutMs: 5_000, what: 'Reading the book', leave: () => {} })
 * ```
 */
export function waitUntil<T>(join: () => Promise<T>, deadline: Deadline & { leave(reason: Error): void }): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const { clock, timeoutMs, signal, what, leave } = deadline
    if (timeoutMs !== undefined && !(timeoutMs >= 0)) throw invalidTimeout(timeoutMs)
    if (signal?.aborted) throw abortedError(what, signal)
    const release = (): void => {
      cancelTimer()
      signal?.removeEventListener('abort', onAbort)
    }
    const giveUp = (error: Error): void => {
      release()
      reject(error)
      leave(error)
    }
    const onAbort = (): void => giveUp(abortedError(what, signal))
    const onTime = (): void => giveUp(timeoutError(what, timeoutMs))
    const cancelTimer = timeoutMs === undefined ? () => {} : clock.setTimer(onTime, timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    // Released before the caller hears of the end, so that nothing is left when it goes on.
    const fail = (error: unknown): void => {
      release()
      reject(error)
    }
    const done = (value: T): void => {
      release()
      resolve(value)
    }
    try {
      join().then(done, fail)
    } catch (error) {
      fail(error) // work that throws at once ends like any other
    }
  })
}

function timeoutError(what: string, timeoutMs: number | undefined): TimeoutError {
  return new TimeoutError({
    message: `${what} took longer than ${timeoutMs} ms.`,
    remedy: 'Allow more time, or find out why the other side is slow.',
    input: timeoutMs,
  })
}

function invalidTimeout(timeoutMs: number): InvalidOptionError {
  const remedy = 'Pass a number of milliseconds from 0 on, or leave it out.'
  return new InvalidOptionError({ message: `timeoutMs is ${timeoutMs}.`, remedy, input: timeoutMs })
}
