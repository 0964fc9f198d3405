import type { Clock } from '@sdex/primitives'

/** One try of something, ended by its signal. */
export type Attempt<Result> = (signal: AbortSignal) => Promise<Result>

export type HedgeOptions<Result> = {
  readonly clock: Clock
  /** Milliseconds until the second try starts beside the first. */
  readonly afterMs: number
  /** Ends both. */
  readonly signal: AbortSignal
  /** Whether a result ends the race; one that is not good waits for the other. */
  isGood(result: Result): boolean
}

/**
 * Starts a second try when the first takes long, and takes whichever is good first; the other is ended. A first try that fails before its time is
 * up fails at once: what comes next is not the hedge's business.
 */
export async function hedge<Result>(
  first: Attempt<Result>,
  second: Attempt<Result>,
  { clock, afterMs, signal, isGood }: HedgeOptions<Result>,
): Promise<Result> {
  const over = new AbortController()
  const race = AbortSignal.any([signal, over.signal])
  try {
    return await new Promise<Result>((resolve, reject) => {
      let running = 0
      const run = (attempt: Attempt<Result>): void => {
        running += 1
        const ended = (settle: () => void): void => {
          running -= 1
          if (running > 0) return
          cancel()
          settle()
        }
        attempt(race).then(
          (result) => (isGood(result) ? resolve(result) : ended(() => resolve(result))),
          (error: unknown) => ended(() => reject(error)),
        )
      }
      const cancel = clock.setTimer(() => run(second), afterMs)
      over.signal.addEventListener('abort', cancel, { once: true })
      run(first)
    })
  } finally {
    over.abort()
  }
}
