import { AbortedError, TimeoutError } from './errors.ts'

/** Cancels a timer; without effect when it has fired or was cancelled before. */
export type CancelTimer = () => void

/** Time, injected wherever behaviour depends on it, so that tests run on a virtual clock. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `run` once after `delayMs` milliseconds. */
  setTimer(run: () => void, delayMs: number): CancelTimer
}

/**
 * The machine's own clock.
 *
 * @example
 * ```ts
 * const cancel = systemClock.setTimer(() => console.log('a second later'), 1_000)
 * ```
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (run, delayMs) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/**
 * Waits.
 *
 * @throws {@link AbortedError} at once when the signal fires; the timer is gone then.
 * @example
 * ```ts
 * await sleep(systemClock, 250, controller.signal)
 * ```
 */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted('Waiting', signal))
    const onAbort = (): void => {
      cancel()
      reject(aborted('Waiting', signal))
    }
    const cancel = clock.setTimer(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

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
 * @throws {@link TimeoutError} or {@link AbortedError}, or what the work throws.
 * @example
 * ```ts
 * const body = await withDeadline((signal) => fetch(url, { signal }), { clock: systemClock, timeoutMs: 5_000, what: 'Fetching' })
 * ```
 */
export function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, deadline: Deadline): Promise<T> {
  const { clock, timeoutMs, signal, what } = deadline
  if (signal?.aborted) return Promise.reject(aborted(what, signal))
  const inner = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const end = (): void => {
      cancelTimer()
      signal?.removeEventListener('abort', onAbort)
    }
    const giveUp = (error: Error): void => {
      end()
      reject(error)
      inner.abort(error)
    }
    const onAbort = (): void => giveUp(aborted(what, signal))
    const cancelTimer =
      timeoutMs === undefined ? () => {} : clock.setTimer(() => giveUp(timedOut(what, timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    const done = async (): Promise<T> => work(inner.signal) // async: work that throws at once ends like any other
    done().then(resolve, reject).finally(end)
  })
}

function aborted(what: string, signal: AbortSignal | undefined): AbortedError {
  const remedy = 'The caller aborted it; call again without the signal to go on.'
  return new AbortedError({ message: `${what} was aborted.`, remedy, cause: signal?.reason })
}

function timedOut(what: string, timeoutMs: number): TimeoutError {
  return new TimeoutError({
    message: `${what} took longer than ${timeoutMs} ms.`,
    remedy: 'Allow more time, or find out why the other side is slow.',
    input: timeoutMs,
  })
}
