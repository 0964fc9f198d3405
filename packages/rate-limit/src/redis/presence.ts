import type { CancelTimer, Clock } from '@sdex/primitives'

/** How often a process shows itself, and counts the others. */
export const PRESENCE_MS = 1_000
/** How long a process that does not show itself still counts. */
export const ABSENCE_MS = 5_000

/** Looks around each second from `watch` to `stop`. */
export type Presence = { watch(): void; stop(): void }

/**
 * Creates a presence that does nothing until it is watched.
 *
 * @param look - What is done each second. Where it fails it has told by itself.
 */
export function createPresence(look: () => Promise<void>, clock: Clock): Presence {
  let cancelTimer: CancelTimer | undefined

  const watch = (): void => {
    cancelTimer?.()
    cancelTimer = clock.setTimer(() => {
      void look().catch(() => {})
      watch()
    }, PRESENCE_MS)
  }
  return { watch, stop: () => cancelTimer?.() }
}
