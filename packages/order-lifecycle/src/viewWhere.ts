import { AbortedError, ClosedError } from '@sdex/primitives'
import { defaultIfEmpty, filter, firstValueFrom, Observable, takeUntil } from 'rxjs'
import type { AccountLedger } from './ports.ts'

/**
 * The first committed ledger that will do.
 *
 * @throws `AbortedError` when the signal fires, `ClosedError` when the source ends before.
 */
export async function viewWhere(
  account$: Observable<AccountLedger>,
  suits: (view: AccountLedger) => boolean,
  signal: AbortSignal,
): Promise<AccountLedger> {
  const suited$ = account$.pipe(takeUntil(aborted$(signal)), filter(suits), defaultIfEmpty(undefined))
  const view = await firstValueFrom(suited$)
  if (view !== undefined) return view
  if (!signal.aborted) {
    throw new ClosedError({ message: 'The ledgers ended.', remedy: 'Whoever made their source has closed it.' })
  }
  const remedy = 'The caller ended it; call again with a fresh signal to go on.'
  throw new AbortedError({ message: 'Waiting for a ledger was aborted.', remedy, cause: signal.reason })
}

/** Emits when a signal fires, at once when it has; listens no longer than it is subscribed to. */
function aborted$(signal: AbortSignal): Observable<void> {
  return new Observable((subscriber) => {
    const onAbort = (): void => subscriber.next()
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    return () => signal.removeEventListener('abort', onAbort)
  })
}
