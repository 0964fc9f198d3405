import { systemClock } from '@sdex/primitives'
import { distinctUntilChanged, map, ReplaySubject, takeUntil } from 'rxjs'
import { cancelOffers } from './cancelOffers.ts'
import { checkChanges, emptyBatch } from './checkChanges.ts'
import { checkOptions } from './checkOptions.ts'
import { createLane } from './createLane.ts'
import { createProgress } from './createProgress.ts'
import { followFills } from './followFills.ts'
import { createOfferRemainders } from './offerRemainders.ts'
import type { CancelAllOptions, Orders } from './orders.ts'
import type { OrdersOptions } from './ordersOptions.ts'
import type { AccountLedger } from './ports.ts'
import { offersIn, projectOrders } from './projectOrders.ts'
import type { Settlement } from './settlement.ts'
import { stopOrders } from './stopOrders.ts'

/**
 * Trades for one account: one atomic transaction at a time, each seen to its proved end.
 *
 * @remarks Only one of these should exist for an account: another program that signs for it is noticed (`tx_bad_seq`), not prevented.
 * @returns The orders. `close()` rejects what waits and drops what is under way without a proof; `stop()` cancels and proves first.
 * @throws `InvalidOptionError` when an option is out of its range.
 * @example
 * ```ts
 * await using orders = createOrders({ signer: keypairSigner(secret), submitter: client, source: view, networkPassphrase })
 * const { status, reason } = await orders.place({ market, side: 'sell', price: parsePrice('0.25'), amount: parseAmount('100') })
 * ```
 */
export function createOrders(options: OrdersOptions): Orders {
  const { signer, submitter, source, networkPassphrase, markets = [], clock = systemClock } = options
  const { validForMs = 30_000, maxFeePerOperation = 5_000n, maxQueued = 16, fillsAfter } = options
  checkOptions({ ...options, validForMs, maxFeePerOperation, maxQueued })
  const accountId = signer.publicKey
  const closed$ = new ReplaySubject<void>(1) // also for those who subscribe after it
  const progress = createProgress()
  const remainders = createOfferRemainders()
  const lane = createLane({
    ...{ signer, submitter, source, progress, clock },
    ...{ networkPassphrase, validForMs, maxFeePerOperation, maxQueued },
    onSettled: remainders.settled,
  })

  const orders$ = source.account$.pipe(
    distinctUntilChanged((a, b) => a.ledger === b.ledger),
    map((view) => projectOrders(view, markets)),
    takeUntil(closed$), // not shared: whoever subscribes in a handler of the source's ledger gets that very ledger
  )

  const apply: Orders['apply'] = async (changes, bounds = {}) => {
    checkChanges(changes)
    const batch = [...changes]
    const settlement = await lane.run(() => batch, bounds)
    if (settlement !== undefined) return settlement
    throw emptyBatch(batch)
  }
  async function cancelAll({ market, signal, timeoutMs }: CancelAllOptions = {}): Promise<readonly Settlement[]> {
    const settlements: Settlement[] = []
    const endsAtMs = timeoutMs === undefined ? undefined : clock.now() + timeoutMs
    let ids: ReadonlySet<bigint> | undefined
    await cancelOffers({
      run: (build, bounds) => lane.run(build, bounds),
      pick: (view: AccountLedger) => {
        const open = offersIn(view, market)
        ids ??= new Set(open.map(({ id }) => id))
        return open.filter(({ id }) => ids?.has(id))
      },
      bounds: () => ({ signal, timeoutMs: endsAtMs === undefined ? timeoutMs : Math.max(0, endsAtMs - clock.now()) }),
      onSettled: (settlement) => settlements.push(settlement),
    })
    return settlements
  }
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= lane.close()
    closed$.next()
    closed$.complete()
    return closed
  }

  return {
    accountId,
    orders$,
    pending$: lane.pending$,
    fills$: followFills({ source, accountId, after: fillsAfter, remainders, closed$ }),
    apply,
    place: (terms, bounds) => apply([{ type: 'place', ...terms }], bounds),
    replace: (offerId, terms, bounds) => apply([{ type: 'replace', offerId, ...terms }], bounds),
    cancel: (offerId, bounds) => apply([{ type: 'cancel', offerId }], bounds),
    cancelAll,
    stop: (bounds = {}) => stopOrders({ lane, progress, account$: source.account$, markets, clock }, bounds),
    close,
    [Symbol.asyncDispose]: close,
  }
}
