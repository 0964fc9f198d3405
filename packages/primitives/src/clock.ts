import { AbortedError } from './errors.ts'

/** Cancels a timer; without effect when it has fired or was cancelled before. */
export type CancelTimer = () => void

/** Time, injected wherever behaviour depends on it, so that tests run on a virtual clock. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `run` once after `delayMs` milliseconds. */
  setTimer(run: () => void, delayMs: number): CancelTimer
}

/** The longest delay that `setTimeout` takes, about 25 days; it would fire at once on a longer one. */
const MAX_DELAY_MS = 2 ** 31 - 1

/**
 * The machine's own clock. Delays may be of any length; `Infinity` never fires.
 *
 * @example
 * ```ts
 * const cancel = systemClock.setTimer(() => console.log('a second later'), 1_000)
 * ```
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (run, delayMs) => {
    let timer: ReturnType<typeof setTimeout>
    const arm = (leftMs: number): void => {
      const laterMs = leftMs - MAX_DELAY_MS
      timer = laterMs > 0 ? setTimeout(() => arm(laterMs), MAX_DELAY_MS) : setTimeout(run, leftMs)
    }
    arm(delayMs)
    return () => clearTimeout(timer)
  },
}

/**
 * Waits.
 *
 * @param delayMs - Milliseconds.
 * @throws {@link AbortedError} at once when the signal fires; the timer is gone then.
 * @example
 * ```ts
 * await sleep(systemClock, 250, controller.signal)
 * ```
 */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedError('Waiting', signal))
    const onAbort = (): void => {
      cancel()
      reject(abortedError('Waiting', signal))
    }
    const cancel = clock.setTimer(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, delayMs)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** What a call rejects with when its caller's signal has fired. */
export function abortedError(what: string, signal: AbortSignal | undefined): AbortedError {
  const remedy = 'The caller aborted it; call again with a fresh signal to go on.'
  return new AbortedError({ message: `${what} was aborted.`, remedy, cause: signal?.reason })
}
