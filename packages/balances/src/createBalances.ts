import {
  type Clock,
  decodeAccountId,
  InvalidOptionError,
  type Status,
  statusesEqual,
  systemClock,
} from '@sdex/primitives'
import { concat, distinctUntilChanged, map, Observable, of, ReplaySubject, share, takeUntil } from 'rxjs'
import { balancesEqual } from './balancesEqual.ts'
import { balancesOf } from './balancesOf.ts'
import type { AccountSource, Balances, BalancesOptions } from './types.ts'

/**
 * Follows one account's balances and shares one stream between all subscribers.
 *
 * @remarks The stream opens with the first subscriber and closes `lingerMs` after the last one left, or at once on close.
 * @param source - Borrowed: closing the balances leaves it open.
 * @throws `InvalidAccountIdError`, or {@link InvalidOptionError} for a `lingerMs` that is no duration.
 * @example
 * ```ts
 * await using balances = createBalances(client, { accountId: 'GA…' })
 * const { assets } = await firstValueFrom(balances.balances$)
 * ```
 */
export function createBalances(source: AccountSource, options: BalancesOptions): Balances {
  const { accountId, lingerMs = 1_000, clock = systemClock } = options
  decodeAccountId(accountId)
  if (!(lingerMs >= 0)) throw invalidLinger(lingerMs)
  const closed$ = new ReplaySubject<void>(1)
  const linger$ = after(clock, lingerMs).pipe(takeUntil(closed$)) // share counts down to zero after completion too
  const stream = source.accountStream(accountId)

  const balances$ = stream.records$.pipe(
    map(balancesOf),
    distinctUntilChanged(balancesEqual),
    takeUntil(closed$), // above share: close() does not wait for lingerMs
    share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => linger$ }),
  )
  const closedStatus: Status = { state: 'closed' }
  const status$ = concat(stream.status$.pipe(takeUntil(closed$)), of(closedStatus)).pipe(
    distinctUntilChanged(statusesEqual),
  )
  const close = async (): Promise<void> => closed$.next()
  return { accountId, balances$, status$, close, [Symbol.asyncDispose]: close }
}

function after(clock: Clock, delayMs: number): Observable<void> {
  return new Observable((subscriber) => clock.setTimer(() => subscriber.next(), delayMs))
}

function invalidLinger(lingerMs: number): InvalidOptionError {
  const remedy = 'Pass a number of milliseconds from 0 on, or leave it out.'
  return new InvalidOptionError({ message: `lingerMs is ${lingerMs}.`, remedy, input: lingerMs })
}
