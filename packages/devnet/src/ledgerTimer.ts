import type { CancelTimer, Clock } from '@sdex/primitives'

/** Runs something at a fixed interval until it is stopped. */
export type LedgerTimer = { stop(): void }

/**
 * Runs `tick` every `intervalMs`, counted from the start: a late tick does not move the ones after it, and beats that were missed altogether are left out.
 * A tick must be done when it returns.
 */
export function startLedgerTimer(args: {
  readonly clock: Clock
  readonly intervalMs: number
  readonly tick: () => void
}): LedgerTimer {
  const { clock, intervalMs, tick } = args
  const startMs = clock.now()
  let beats = 0
  let cancel: CancelTimer

  const schedule = (): void => {
    const elapsedMs = clock.now() - startMs
    // A timer may fire a millisecond early: the beat just had must not come again.
    beats = Math.max(beats, Math.floor(elapsedMs / intervalMs)) + 1
    cancel = clock.setTimer(beat, beats * intervalMs - elapsedMs)
  }
  const beat = (): void => {
    schedule()
    tick()
  }
  schedule()
  return { stop: () => cancel() }
}
