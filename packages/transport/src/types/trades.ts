import type { Asset, Market, Ratio, Stroops } from '@sdex/primitives'

/** Which trades; all of them without. */
export type TradeFilter = {
  readonly account?: string | undefined
  readonly market?: Market | undefined
  readonly offerId?: bigint | undefined
}

/** A trade. Of a market that was asked for, base and counter are turned as the market has them. */
export type Trade = {
  readonly id: string
  readonly pagingToken: string
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  readonly type: 'orderbook' | 'liquidity_pool'
  readonly base: TradeSide
  readonly counter: TradeSide
  readonly baseIsSeller: boolean
  /** Counter for one of base. */
  readonly price: Ratio
}

/** One side of a trade. A taker who left nothing resting has a synthetic offer id of 2^62 and more. */
export type TradeSide = {
  readonly asset: Asset
  readonly amount: Stroops
  /** Absent for a pool. */
  readonly account?: string | undefined
  /** Absent for a pool. */
  readonly offerId?: bigint | undefined
  readonly poolId?: string | undefined
}
