import type { Clock } from '@sdex/primitives'

/** Who still waits for an answer. */
export type Callers = {
  /** @returns To be called when the caller has all of the answer, or left; more than once does nothing. */
  enter(): () => void
  /** Resolves when none is left, or when the time is up. For one waiter. */
  gone(timeoutMs: number, clock: Clock): Promise<void>
}

export function createCallers(): Callers {
  let count = 0
  let onGone = (): void => {}

  return {
    enter: () => {
      let isHere = true
      count += 1
      return () => {
        if (!isHere) return
        isHere = false
        count -= 1
        if (count === 0) onGone()
      }
    },
    gone: (timeoutMs, clock) => {
      if (count === 0) return Promise.resolve()
      return new Promise((resolve) => {
        const cancel = clock.setTimer(resolve, timeoutMs)
        onGone = () => {
          cancel()
          resolve()
        }
      })
    },
  }
}
