import { compareAssets, createRatio } from '@sdex/primitives'
import type { Trade } from '../types/trades.ts'

/**
 * The trade with the base first in the ledger's order of assets. Horizon turns a trade by which of its assets it met first, so that two servers may tell the
 * same trade in two ways (stellar/go `history/trade.go`); after a change of server nothing must flip.
 */
export function orientTrade(trade: Trade): Trade {
  if (compareAssets(trade.base.asset, trade.counter.asset) <= 0) return trade
  const { base, counter, baseIsSeller, price } = trade
  // A price of nothing has no inverse; its amounts tell all that there is to tell.
  const turned = price.n === 0n ? price : createRatio(price.d, price.n)
  return { ...trade, base: counter, counter: base, baseIsSeller: !baseIsSeller, price: turned }
}
