import type { Observable } from 'rxjs'
import {
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  ReplaySubject,
  share,
  switchMap,
  take,
  takeUntil,
  tap,
} from 'rxjs'
import { type Fill, fillsOf, positionOf } from './fill.ts'
import type { OfferRemainders } from './offerRemainders.ts'
import type { AccountLedger, OrdersSource } from './ports.ts'

/** What {@link followFills} works with. */
export type FollowFillsArgs = {
  readonly source: OrdersSource
  readonly accountId: string
  /** The cursor to begin after; absent: the end of the first ledger that the source commits. */
  readonly after: string | undefined
  readonly remainders: OfferRemainders
  /** Ends it. */
  readonly closed$: Observable<void>
}

/**
 * The account's fills, each once. The place to begin is learnt at once, so that it does not depend on when the first subscriber comes; the last
 * trade told is remembered, so that the next subscriber goes on behind it.
 */
export function followFills({ source, accountId, after, remainders, closed$ }: FollowFillsArgs): Observable<Fill> {
  const begin$ = new ReplaySubject<string>(1)
  const after$ = after === undefined ? source.account$.pipe(map(endOfLedger)) : of(after)
  after$.pipe(take(1), takeUntil(closed$)).subscribe(begin$)
  let told: string | undefined

  const trades$ = defer(() => (told === undefined ? begin$ : of(told))).pipe(
    tap((cursor) => {
      told = cursor
    }),
    switchMap((cursor) => source.tradeStream({ account: accountId }, { cursor }).records$),
    filter((trade) => told === undefined || isBehind(trade.id, told)),
    tap((trade) => {
      told = trade.id
    }),
    mergeMap((trade) => fillsOf(trade, accountId)),
    map((fill) => ({ ...fill, tookLast: remainders.deduct(fill) })),
  )
  const views$ = source.account$.pipe(tap(remainders.observe), ignoreElements())
  return merge(views$, trades$).pipe(takeUntil(closed$), share())
}

/** The cursor after everything in a ledger, as Horizon's total order ids have it. */
function endOfLedger({ ledger }: AccountLedger): string {
  return `${(BigInt(ledger) << 32n) | 0xffff_ffffn}-0`
}

function isBehind(id: string, toldId: string): boolean {
  const [operation, index] = positionOf(id)
  const [toldOperation, toldIndex] = positionOf(toldId)
  return operation > toldOperation || (operation === toldOperation && index > toldIndex)
}
