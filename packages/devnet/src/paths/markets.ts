import type { BookOffer, SwapReserves } from '@sdex/matching'
import type { AssetId } from '../ledger/entries.ts'

/** An offer as the search sees it. */
export type PathOffer = BookOffer & { readonly seller: string }

/** The books and pools of one ledger. What is read of them must not change while a search goes on. */
export type Markets = {
  /** What can be paid with to get an asset, through a book or a pool. */
  sourcesOf(asset: AssetId): readonly AssetId[]
  /** What an asset can pay for. */
  targetsOf(asset: AssetId): readonly AssetId[]
  /** Offers that sell one asset for another, best first. */
  offers(selling: AssetId, buying: AssetId): Iterable<PathOffer>
  /** The reserves of a pool, for who pays one asset into it and takes the other out; undefined when there is none to trade with. */
  reserves(paid: AssetId, taken: AssetId): SwapReserves | undefined
  /** As in `convertHop`: whether offers tried in vain count against an operation's limit. */
  readonly chargesRejectedBook: boolean
}
