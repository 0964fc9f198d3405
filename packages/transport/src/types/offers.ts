import type { Asset, Price, Stroops } from '@sdex/primitives'

/** An offer as the ledger keeps it. */
export type Offer = {
  readonly id: bigint
  readonly seller: string
  readonly selling: Asset
  readonly buying: Asset
  /** Stroops of `selling`. */
  readonly amount: Stroops
  /** Units of `buying` for one of `selling`. */
  readonly price: Price
  /** The ledger in which it changed last: made, updated or partly filled. */
  readonly lastModifiedLedger: number
  /** Who pays its reserve, where another account than the seller does. */
  readonly sponsor?: string | undefined
}

/** Which offers; all of them without. */
export type OfferFilter = {
  readonly seller?: string | undefined
  /** Pays their reserve. */
  readonly sponsor?: string | undefined
  readonly selling?: Asset | undefined
  readonly buying?: Asset | undefined
}
