import { type Clock, InvalidOptionError, isSdexError, type Market, withDeadline } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import { cancelOffers } from './cancelOffers.ts'
import type { Lane } from './createLane.ts'
import type { Progress } from './createProgress.ts'
import type { StopOptions } from './orders.ts'
import type { AccountLedger } from './ports.ts'
import { offersIn, projectOrders } from './projectOrders.ts'
import type { Settlement } from './settlement.ts'
import type { StopReport } from './stopReport.ts'
import { viewWhere } from './viewWhere.ts'

const DEFAULT_TIMEOUT_MS = 60_000

/** What {@link stopOrders} works with. */
export type StopContext = {
  readonly lane: Lane
  readonly progress: Progress
  readonly account$: Observable<AccountLedger>
  readonly markets: readonly Market[]
  readonly clock: Clock
}

/**
 * Carries out `Orders.stop`.
 *
 * @throws `InvalidOptionError` when `timeoutMs` is negative or no number; nothing is stopped then.
 */
export async function stopOrders(context: StopContext, options: StopOptions): Promise<StopReport> {
  const { lane, clock, markets } = context
  const { market, timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options
  if (!(timeoutMs >= 0)) {
    const remedy = 'Pass a number of milliseconds from 0 on, or leave it out.'
    throw new InvalidOptionError({ message: `timeoutMs is ${timeoutMs}.`, remedy, input: timeoutMs })
  }
  const cancels: Settlement[] = []
  let seen: AccountLedger | undefined
  const see = (view: AccountLedger): void => {
    seen = view
  }
  lane.refuse()
  const flatten = (inner: AbortSignal): Promise<Flat> => reachFlat(context, { market, signal: inner, cancels, see })
  const end = await withDeadline(flatten, { clock, timeoutMs, signal, what: 'Stopping' }).catch(reasonOf)
  if ('ledger' in end) return { status: 'flat', ledger: end.ledger, cancels }
  const offers = seen && projectOrders({ ...seen, offers: offersIn(seen, market) }, markets).offers
  return {
    status: 'unproved',
    reason: end.reason,
    cancels,
    open: seen && offers && { ledger: seen.ledger, offers },
    pending: lane.pending().transaction,
    refusedUntilMs: seen && context.progress.refusedUntilMs(seen),
  }
}

type Flat = { readonly ledger: number } | { readonly reason: string }

type FlattenArgs = {
  readonly market: Market | undefined
  readonly signal: AbortSignal
  readonly cancels: Settlement[]
  readonly see: (view: AccountLedger) => void
}

/**
 * Cancels and reads, ledger after ledger, until one has no offer left and shows that nothing sent before can be applied any more: all of it is proved,
 * and what a server rejected is past its time bound or has lost its sequence number to another.
 */
async function reachFlat(context: StopContext, { market, signal, cancels, see }: FlattenArgs): Promise<Flat> {
  const { lane, progress, account$ } = context
  await lane.idle()
  for (let after = 0; ; ) {
    const view = await viewWhere(account$, (next) => next.ledger > after && progress.isRecent(next), signal)
    see(view)
    if (offersIn(view, market).length === 0) {
      if (progress.refusedUntilMs(view) === undefined) return { ledger: view.ledger }
      after = view.ledger
      continue
    }
    const reason = await cancelOffers({
      run: (build, bounds) => lane.run(build, bounds, 'evenIfStopped'),
      pick: (newest) => {
        see(newest)
        return offersIn(newest, market)
      },
      bounds: () => ({ signal }),
      onSettled: (settlement) => cancels.push(settlement),
    })
    if (reason !== undefined) return { reason }
  }
}

function reasonOf(error: unknown): { readonly reason: string } {
  if (isSdexError(error)) return { reason: error.message }
  throw error
}
