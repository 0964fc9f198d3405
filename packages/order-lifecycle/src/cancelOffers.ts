import type { Offer } from '@sdex/transport'
import { MAX_CHANGES } from './checkChanges.ts'
import type { Lane } from './createLane.ts'
import type { CommandOptions } from './orders.ts'
import type { AccountLedger } from './ports.ts'
import type { Settlement } from './settlement.ts'

/** Cancels that fail so often would fail again. */
const MAX_FAILURES = 5

/** What {@link cancelOffers} works with. */
export type CancelOffersArgs = {
  /** Sends a batch, and resolves to `undefined` when it was empty. */
  readonly run: (build: Parameters<Lane['run']>[0], options: CommandOptions) => ReturnType<Lane['run']>
  /** Which offers of a ledger to cancel. */
  readonly pick: (view: AccountLedger) => readonly Offer[]
  /** The bounds of the next batch. */
  readonly bounds: () => CommandOptions
  readonly onSettled: (settlement: Settlement) => void
}

/**
 * Cancels offers, 100 a transaction, until a ledger has none of them. One offer that was taken fails its whole batch; then the batch is built anew.
 *
 * @returns Why it gave up; `undefined` when none is left.
 */
export async function cancelOffers({ run, pick, bounds, onSettled }: CancelOffersArgs): Promise<string | undefined> {
  for (let failures = 0; ; ) {
    const settlement = await run((view) => pick(view).slice(0, MAX_CHANGES).map(cancelOf), bounds())
    if (settlement === undefined) return undefined
    onSettled(settlement)
    if (settlement.status === 'applied') continue
    failures += 1
    if (failures === MAX_FAILURES || !isPassing(settlement))
      return `a cancel ended ${settlement.status}: ${settlement.reason}`
  }
}

function cancelOf({ id }: Offer): { readonly type: 'cancel'; readonly offerId: bigint } {
  return { type: 'cancel', offerId: id }
}

function isPassing({ status, refusal }: Settlement): boolean {
  return status === 'expired' || refusal?.advice === 'rebuild' || refusal?.advice === 'retry'
}
