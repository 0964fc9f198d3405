import { assetsEqual, invertRatio, type Market, type Ratio, type Stroops } from '@sdex/primitives'
import type { Trade, TradeSide } from '@sdex/transport'
import { UnreadableTradeError } from './errors.ts'
import type { OrderSide } from './orderChange.ts'
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
   * Whether it took the last of an own offer that rested, as far as the committed ledgers tell. Always `false` for a taker: what rests of its order
   * stands in the settlement.
   */
  readonly tookLast: boolean
}

/** A fill as seen from one market. */
export type MarketFill = {
  readonly side: OrderSide
  /** Stroops. */
  readonly baseAmount: Stroops
  readonly quoteAmount: Stroops
  /** The maker's limit, units of quote for one of base. */
  readonly price: Ratio
}

/**
 * A fill in the terms of a market.
 *
 * @returns `undefined` when it is of other assets.
 * @example
 * ```ts
 * orders.fills$.subscribe((fill) => console.log(fillInMarket(fill, market)?.side))
 * ```
 */
export function fillInMarket({ sold, bought, price }: Fill, { base, quote }: Market): MarketFill | undefined {
  if (assetsEqual(sold.asset, base) && assetsEqual(bought.asset, quote)) {
    return { side: 'sell', baseAmount: sold.amount, quoteAmount: bought.amount, price }
  }
  if (assetsEqual(sold.asset, quote) && assetsEqual(bought.asset, base)) {
    return { side: 'buy', baseAmount: bought.amount, quoteAmount: sold.amount, price: inverse(price) }
  }
  return undefined
}

/**
 * An account's part in a trade; both, should it stand on both sides. Which side is base differs between servers, so roles tell them apart.
 *
 * @throws {@link UnreadableTradeError} when the trade's id is not Horizon's.
 */
export function fillsOf(trade: Trade, accountId: string): readonly Fill[] {
  const { base, counter } = trade
  const asBase = fillOf({ trade, accountId, own: base, other: counter, isMaker: trade.baseIsSeller })
  const asCounter = fillOf({ trade, accountId, own: counter, other: base, isMaker: !trade.baseIsSeller })
  return [...asBase, ...asCounter]
}

type Part = {
  readonly trade: Trade
  readonly accountId: string
  readonly own: TradeSide
  readonly other: TradeSide
  readonly isMaker: boolean
}

function fillOf({ trade, accountId, own, other, isMaker }: Part): readonly Fill[] {
  if (own.account !== accountId) return []
  const role = isMaker ? 'maker' : 'taker'
  return [
    {
      id: `${trade.id}/${role}`,
      cursor: trade.id,
      ledger: ledgerOf(trade.id),
      ledgerClosedAtMs: trade.closedAtMs,
      role,
      offerId: own.offerId,
      sold: { asset: own.asset, amount: own.amount },
      bought: { asset: other.asset, amount: other.amount },
      price: own === trade.base ? trade.price : inverse(trade.price),
      tookLast: false,
    },
  ]
}

const tradeId = /^(\d{1,19})-(\d{1,10})$/

/**
 * Where a trade stands among all: its operation's total order id, then its place in it. Trades have their id as paging token.
 *
 * @throws {@link UnreadableTradeError} when the text is no such id.
 */
export function positionOf(id: string): readonly [operation: bigint, index: bigint] {
  const match = tradeId.exec(id)
  if (match?.[1] !== undefined && match[2] !== undefined) return [BigInt(match[1]), BigInt(match[2])]
  throw new UnreadableTradeError({
    message: 'A trade has an id that is not OPERATION-INDEX.',
    remedy: 'Check the server; subscribe again after the last fill.',
    input: id,
  })
}

/** A total order id has the ledger in its upper half. */
function ledgerOf(id: string): number {
  return Number(positionOf(id)[0] >> 32n)
}

/** A pool's trade can have a price of 0. */
function inverse(ratio: Ratio): Ratio {
  return ratio.n === 0n ? ratio : invertRatio(ratio)
}
