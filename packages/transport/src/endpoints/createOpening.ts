import type { Clock } from '@sdex/primitives'

/** Bounds how many connections of streams are being opened at once. */
export type Opening = {
  /** Resolves when there is room, which is at once unless many are being opened. Rejects with the signal's reason, and nothing was entered then. */
  enter(signal: AbortSignal): Promise<void>
  /** To be called once the connection is open, or failed. */
  leave(): void
}

/**
 * A thousand connections that are begun in one moment are a burst to the server, and all that they need until they are open is alive at the same
 * time: the heap keeps the room that it took for that.
 */
const MAX_OPENING = 300
/** So many more are begun each time when those under way are slow: a silent server holds up its own streams, not those of the others. */
const PATIENCE_MS = 250

export function createOpening(clock: Clock): Opening {
  const waiting = new Set<() => void>()
  let count = 0
  let cancelTimer = (): void => {}

  const arm = (): void => {
    cancelTimer = clock.setTimer(beginMore, PATIENCE_MS)
  }
  const beginMore = (): void => {
    for (const begin of [...waiting].slice(0, MAX_OPENING)) begin()
    if (waiting.size > 0) arm()
  }
  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const stopWaiting = (): void => {
        waiting.delete(begin)
        signal.removeEventListener('abort', onAbort)
        if (waiting.size === 0) cancelTimer()
      }
      const begin = (): void => {
        stopWaiting()
        count += 1
        resolve()
      }
      const onAbort = (): void => {
        stopWaiting()
        reject(signal.reason)
      }
      if (waiting.size === 0) arm()
      waiting.add(begin)
      signal.addEventListener('abort', onAbort, { once: true })
    })
  return {
    enter: async (signal) => {
      signal.throwIfAborted()
      if (count >= MAX_OPENING) return wait(signal)
      count += 1
    },
    leave: () => {
      count -= 1
      if (count >= MAX_OPENING) return
      const [begin] = waiting
      begin?.()
    },
  }
}
