import type { Asset, Price, Stroops } from '@sdex/primitives'
import type { ResultCodes } from '@sdex/transport'
import type { OrderChange } from './orderChange.ts'
import type { Refusal } from './resultCodes.ts'

/**
 * How a batch ended, proved:
 *
 * - `applied`: in a ledger, every change took effect.
 * - `failed`: in a ledger without effect; the fee is charged and the sequence number used up.
 * - `rejected`: never in a ledger; nothing was charged.
 * - `expired`: its time bound passed, and the account's sequence number shows that it was never applied.
 */
export type SettlementStatus = 'applied' | 'failed' | 'rejected' | 'expired'

/** A batch's proved end. */
export type Settlement = {
  readonly status: SettlementStatus
  /** Hex. */
  readonly hash: string
  /** The ledger that holds it, for `applied` and `failed`; for `expired` the one that proves it; none for `rejected`. */
  readonly ledger: number | undefined
  /** Stroops; 0 unless it is in a ledger. */
  readonly feeCharged: Stroops
  /** One for each change, in their order. */
  readonly changes: readonly ChangeOutcome[]
  /** Milliseconds from the command to the proof, queueing included. */
  readonly elapsedMs: number
  /** Milliseconds from the command to the server's word that it had queued the transaction, where it gave it. */
  readonly acceptedMs: number | undefined
  /** Why, in a sentence, for all but `applied`. */
  readonly reason: string | undefined
  /** Why, to decide upon; for `failed` and `rejected`. The first refused change speaks before the transaction. */
  readonly refusal: Refusal | undefined
  /** Horizon's own words; for `failed` and `rejected`. */
  readonly codes: ResultCodes | undefined
  /** The least fee of the whole transaction, in stroops, that a server would have taken, where the fee was too low. */
  readonly minimumFee: Stroops | undefined
}

/**
 * What came of one change:
 *
 * - `resting`: an offer rests, new (`created`) or changed; what it took at once is in `claims`.
 * - `filled`: the order was traded whole, nothing rests.
 * - `vanished`: success, but nothing rests and nothing was traded: what would rest could not trade within 1 % of its price.
 * - `cancelled`: the offer is gone.
 * - `refused`: this change is why the batch failed.
 * - `rolledBack`: without effect, because of another change or of the transaction itself.
 * - `undecoded`: applied, but the server's result could not be read; see `orders$`.
 */
export type ChangeOutcome = { readonly change: OrderChange } & (
  | {
      readonly status: 'resting'
      readonly created: boolean
      readonly offer: RestingOffer
      readonly claims: readonly Claim[]
    }
  | { readonly status: 'filled'; readonly claims: readonly Claim[] }
  | { readonly status: 'vanished' | 'cancelled' | 'rolledBack' | 'undecoded' }
  | { readonly status: 'refused'; readonly refusal: Refusal }
)

/** An offer as the ledger stores it: a buy order stands there as a sale of quote at the inverse price. */
export type RestingOffer = {
  readonly id: bigint
  readonly selling: Asset
  readonly buying: Asset
  /** Stroops of `selling`. */
  readonly amount: Stroops
  /** Units of `buying` for one of `selling`. */
  readonly price: Price
}

/** One offer, or a pool, that an order traded with, as the order's owner sees it. Both amounts can be 0 where rounding left nothing. */
export type Claim = {
  /** Whose offer it was; `undefined` for a pool. */
  readonly offerId: bigint | undefined
  readonly received: AssetAmount
  readonly paid: AssetAmount
}

/** An amount of an asset, in stroops. */
export type AssetAmount = { readonly asset: Asset; readonly amount: Stroops }
