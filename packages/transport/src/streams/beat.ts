import type { Clock } from '@sdex/primitives'
import { Observable, share } from 'rxjs'

export const BEAT_MS = 5_000

/** Emits at each beat how long it took. One timer, which is there while anyone listens. */
export function createBeat(clock: Clock): Observable<number> {
  return new Observable<number>((subscriber) => {
    let lastMs = clock.now()
    const beat = (): void => {
      const nowMs = clock.now()
      const elapsedMs = nowMs - lastMs
      lastMs = nowMs
      cancel = clock.setTimer(beat, BEAT_MS) // before anyone is told, who may leave
      subscriber.next(elapsedMs)
    }
    let cancel = clock.setTimer(beat, BEAT_MS)
    return () => cancel()
  }).pipe(share())
}
