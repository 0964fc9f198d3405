import type { PoolClaim } from '../ledger/crossing.ts'
import type { LedgerPoolTrade, LedgerTrade } from '../transactions/apply.ts'
import type { AppliedTransaction } from '../transactions/closeLedger.ts'
import { roundingSlippage } from './roundingSlippage.ts'
import type { TradeRow, TradeSide } from './rows.ts'
import { positionInOperation, syntheticOfferId } from './toid.ts'

const STRICT_RECEIVE = 2

/** Where a transaction stands in history. */
export type TradesPlace = { readonly transaction: bigint; readonly closeTime: number }

/**
 * The trades of a transaction in the order of its claims. The side of the resting offer, or of the pool, is the base until history turns the row. Claims
 * of nothing are not among them but count in the numbering.
 */
export function tradeRows({ transaction, trades, poolTrades }: AppliedTransaction, place: TradesPlace): TradeRow[] {
  const slippageOf = (trade: LedgerPoolTrade): bigint => {
    const isStrictReceive = transaction.contents.operations[trade.operation - 1]?.body.type === STRICT_RECEIVE
    const reserves = reservesBefore(trade, { all: poolTrades, isStrictReceive })
    return roundingSlippage({ ...trade.claim, ...reserves, isStrictReceive })
  }
  const rows = [
    ...trades.map((trade) => offerRow(trade, place)),
    ...poolTrades.map((trade) => poolRow(trade, place, slippageOf(trade))),
  ]
  return rows.sort((a, b) => (a.position < b.position ? -1 : 1))
}

function offerRow({ claim, ...trade }: LedgerTrade, place: TradesPlace): TradeRow {
  const common = commonOf(trade, place)
  const { seller: account, offerId, sold: asset, amountSold: amount } = claim
  const takerOfferId = trade.takerOfferId ?? syntheticOfferId(common.operation)
  return {
    ...common,
    venue: 'orderbook',
    base: { type: 'account', account, offerId, asset, amount },
    counter: takerSide(claim, trade.taker, takerOfferId),
    price: { n: BigInt(claim.price.n), d: BigInt(claim.price.d) },
    roundingSlippage: undefined,
  }
}

/** What takes from a pool is a path payment, which leaves no offer. */
function poolRow({ claim, ...trade }: LedgerPoolTrade, place: TradesPlace, slippage: bigint): TradeRow {
  const common = commonOf(trade, place)
  return {
    ...common,
    venue: 'liquidity_pool',
    base: { type: 'pool', poolId: claim.poolId, asset: claim.sold, amount: claim.amountSold },
    counter: takerSide(claim, trade.taker, syntheticOfferId(common.operation)),
    price: { n: claim.amountBought, d: claim.amountSold },
    roundingSlippage: slippage,
  }
}

function takerSide(
  { bought: asset, amountBought: amount }: Pick<PoolClaim, 'bought' | 'amountBought'>,
  account: string,
  offerId: bigint,
): TradeSide {
  return { type: 'account', account, offerId, asset, amount }
}

type Common = Pick<TradeRow, 'position' | 'operation' | 'index' | 'closeTime' | 'baseIsSeller'>

function commonOf(trade: Pick<LedgerTrade, 'operation' | 'index'>, { transaction, closeTime }: TradesPlace): Common {
  const operation = transaction + BigInt(trade.operation)
  const { index } = trade
  return { position: positionInOperation(operation, index), operation, index, closeTime, baseIsSeller: true }
}

type Reserves = Pick<PoolClaim, 'reserveSold' | 'reserveBought'>

/** Horizon takes the reserves from before the whole operation. A strict receive works from its last claim to its first. */
function reservesBefore(
  { operation, claim }: LedgerPoolTrade,
  { all, isStrictReceive }: { readonly all: readonly LedgerPoolTrade[]; readonly isStrictReceive: boolean },
): Reserves {
  const ofPool = all.filter((other) => other.operation === operation && other.claim.poolId === claim.poolId)
  const first = ofPool.at(isStrictReceive ? -1 : 0)?.claim ?? claim
  if (first.sold === claim.sold) return first
  return { reserveSold: first.reserveBought, reserveBought: first.reserveSold }
}
