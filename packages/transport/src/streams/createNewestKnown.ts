import type { Observable } from 'rxjs'

/** The newest ledger known of the network; `undefined` before any. */
export type NewestKnown = () => number | undefined

/** One subscription for all streams of a client, which ends with the ticks. */
export function createNewestKnown(ledgerTicks$: Observable<number> | undefined): NewestKnown {
  let newest: number | undefined
  ledgerTicks$?.subscribe((sequence) => {
    newest = Math.max(newest ?? 0, sequence)
  })
  return () => newest
}
