import type { Ratio } from '@sdex/primitives'
import type { AssetAmount } from './settlement.ts'

/** An own trade: with one offer, or with a pool. */
export type Fill = {
  /** The same at every server and after every restart: the trade's id, and the role. */
  readonly id: string
  /** Resumes after this fill: pass it as `fillsAfter`. */
  readonly cursor: string
  readonly ledger: number
  /** Milliseconds since 1970. */
  readonly ledgerClosedAtMs: number
  /** `maker` when the own offer rested and was taken. */
  readonly role: 'maker' | 'taker'
  /** The own offer. A taker's order that left nothing to rest has a made-up id, 2^62 plus its operation's. */
  readonly offerId: bigint | undefined
  readonly sold: AssetAmount
  readonly bought: AssetAmount
  /** The maker's limit: units bought for one unit sold. The amounts' own ratio differs by rounding. */
  readonly price: Ratio
  /**
   * Whether it took the last of the own offer, as far as the committed ledgers tell. For the taker side see the settlement instead; there it is
   * `false`.
   */
  readonly tookLast: boolean
}
