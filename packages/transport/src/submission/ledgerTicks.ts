import { type Random, sleep } from '@sdex/primitives'
import { BehaviorSubject, filter, firstValueFrom, race } from 'rxjs'
import type { Ledger } from '../types/ledgers.ts'
import type { SubmissionPort } from './submissionPort.ts'

/** Looks without a ledger tick in between, as when the server is away: first and longest pause. */
const PAUSE_MS = { first: 1_000, longest: 8_000 }

/** How long to wait after so many failures in a row. */
export function pauseMs(failures: number, random: Random): number {
  return Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** failures) * (0.5 + random() / 2)
}

/** Ledgers as they close, and a pause for when none comes. */
export function followTicks({ ledgerTicks$, clock, random }: SubmissionPort) {
  const newest$ = new BehaviorSubject<Ledger | undefined>(undefined)
  const newestSequence = (): number => newest$.value?.sequence ?? 0
  const subscription = ledgerTicks$.subscribe((ledger) => newest$.next(ledger))
  return {
    /** Close time of the newest ledger that was told; the past before any was. */
    closedAtMs: (): number => newest$.value?.closedAtMs ?? Number.NEGATIVE_INFINITY,
    /** Waits for a ledger or for a pause, whichever comes first; after failures for a longer pause alone, so that no tick makes a storm. */
    next: async (signal: AbortSignal, failures: number): Promise<void> => {
      const ended = new AbortController()
      const forMs = failures === 0 ? PAUSE_MS.longest : pauseMs(failures, random)
      const pause = sleep(clock, forMs, AbortSignal.any([signal, ended.signal]))
      const seen = newestSequence()
      const closes$ = newest$.pipe(filter(() => newestSequence() > seen))
      try {
        await (failures > 0 ? pause : firstValueFrom(race(pause, closes$)))
      } finally {
        ended.abort()
        pause.catch(() => {})
      }
    },
    close: (): void => subscription.unsubscribe(),
  }
}
