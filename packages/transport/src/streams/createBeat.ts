import type { Clock } from '@sdex/primitives'

export const BEAT_MS = 5_000

/**
 * Calls `onBeat` every BEAT_MS with the time since the last beat; returns what ends it. One timer for all, which is there while anyone listens.
 */
export type Beat = (onBeat: (elapsedMs: number) => void) => () => void

export function createBeat(clock: Clock): Beat {
  const listeners = new Set<(elapsedMs: number) => void>()
  let lastMs = 0
  let cancel = (): void => {}
  const arm = (): void => {
    lastMs = clock.now()
    cancel = clock.setTimer(beat, BEAT_MS)
  }
  const beat = (): void => {
    const elapsedMs = clock.now() - lastMs
    arm() // before anyone is told, who may leave
    for (const listener of [...listeners]) if (listeners.has(listener)) listener(elapsedMs)
  }
  return (onBeat) => {
    if (listeners.size === 0) arm()
    listeners.add(onBeat)
    return () => {
      if (listeners.delete(onBeat) && listeners.size === 0) cancel()
    }
  }
}
