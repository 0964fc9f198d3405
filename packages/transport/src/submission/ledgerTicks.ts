import { type Random, sleep } from '@sdex/primitives'
import { filter, firstValueFrom, Subject } from 'rxjs'
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
  const tick$ = new Subject<Ledger>()
  let newest: Ledger | undefined
  const subscription = ledgerTicks$.subscribe((ledger) => {
    newest = ledger
    tick$.next(ledger)
  })
  return {
    /** Close time of the newest ledger that was told; the past before any was. */
    closedAtMs: (): number => newest?.closedAtMs ?? Number.NEGATIVE_INFINITY,
    /** Waits for a ledger or for a pause, whichever comes first; after failures for a longer pause alone, so that no tick makes a storm. */
    next: async (signal: AbortSignal, failures: number): Promise<void> => {
      const ended = new AbortController()
      const forMs = failures === 0 ? PAUSE_MS.longest : pauseMs(failures, random)
      const pause = sleep(clock, forMs, AbortSignal.any([signal, ended.signal]))
      if (failures > 0) return pause
      const seen = newest?.sequence ?? 0
      const closes = firstValueFrom(tick$.pipe(filter(({ sequence }) => sequence > seen)), {
        defaultValue: undefined,
      })
      try {
        await Promise.race([pause, closes])
      } finally {
        ended.abort()
        pause.catch(() => {})
      }
    },
    close: (): void => {
      subscription.unsubscribe()
      tick$.complete()
    },
  }
}
