import type { Asset, Market, Ratio, Stroops } from '@sdex/primitives'
import type { CallOptions } from './requests.ts'

/** Which trades; all of them without. A market goes with an account alone; of account, offer and pool there can be one. */
export type TradeFilter = {
  readonly account?: string | undefined
  readonly market?: Market | undefined
  /** An offer on either side, the synthetic ids of takers among them. */
  readonly offerId?: bigint | undefined
  readonly poolId?: string | undefined
  /** @defaultValue both */
  readonly type?: Trade['type'] | undefined
}

/** Whose trades a stream tells: of one account, or of one market. */
export type TradeStreamFilter = { readonly account: string } | { readonly market: Market }

/** A trade. Of a market that was asked for, base and counter are turned as the market has them; otherwise the base is first in the ledger's order. */
export type Trade = {
  /** Unique, and the same on every server. */
  readonly id: string
  /** As a `cursor`: to go on after this trade. */
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

/** Which candles of which market. */
export type TradeAggregationOptions = CallOptions & {
  readonly market: Market
  /** Milliseconds of a candle: a minute, 5 or 15 minutes, an hour, a day or a week. */
  readonly resolutionMs: 60_000 | 300_000 | 900_000 | 3_600_000 | 86_400_000 | 604_800_000
  /** Milliseconds by which candles begin later than at midnight UTC: whole hours below a day, at most the resolution. @defaultValue 0 */
  readonly offsetMs?: number | undefined
  /** Milliseconds since 1970; candles that begin before it are left out. */
  readonly startMs?: number | undefined
  /** Milliseconds since 1970; candles that end after it are left out. */
  readonly endMs?: number | undefined
  /** The `nextCursor` of the page before: a time, which takes the place of `startMs`, or of `endMs` in descending order. */
  readonly cursor?: string | undefined
  /** 1 to 200. @defaultValue 200 */
  readonly limit?: number | undefined
  /** @defaultValue 'asc' */
  readonly order?: 'asc' | 'desc' | undefined
}

/** A candle. There is none for a time without trades; the newest one is not complete unless `endMs` cuts it off. */
export type TradeAggregation = {
  /** Milliseconds since 1970. */
  readonly startMs: number
  readonly tradeCount: number
  /** In stroops; sums may exceed 64 bits. */
  readonly baseVolume: bigint
  readonly counterVolume: bigint
  /** Counter volume over base volume. */
  readonly averageFloat: number
  readonly high: Ratio
  readonly low: Ratio
  readonly open: Ratio
  readonly close: Ratio
}
