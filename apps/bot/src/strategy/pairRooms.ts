import { minimumBalance, offerLiabilities } from '@sdex/matching'
import { type Asset, assetsEqual, invertPrice, MAX_STROOPS, type Stroops, XLM } from '@sdex/primitives'
import type { Config } from '../config/configSchema.ts'
import { maxOperations } from './orderSteps.ts'
import type { OwnOffer } from './ownOffers.ts'
import type { Room } from './room.ts'
import type { LedgerView, Quote } from './types.ts'

type Sides<Value> = { readonly sell: Value; readonly buy: Value }

/** Room for both sides' offers, and how many new ones the native reserve allows. */
export type PairRooms = Sides<Room> & { readonly slots: number }

/**
 * What the account can back, with the offers that stand counted as free: they are what the diff rearranges.
 *
 * @remarks Balance less reserve, less what offers of other markets lock. Native also loses `risk.reserveXlm`, the fee of the
 * largest transaction, and a base reserve for each new offer.
 */
export function pairRooms(
  view: LedgerView,
  args: { readonly own: Sides<readonly OwnOffer[]>; readonly quotes: Sides<readonly Quote[]>; readonly config: Config },
): PairRooms {
  const { own, quotes, config } = args
  const missing = (side: 'sell' | 'buy'): number => Math.max(0, quotes[side].length - own[side].length)
  const headroom = (config.risk?.reserveXlm ?? 0n) + BigInt(maxOperations * config.fees.maxPerOp)
  const native = freeNative(view, own) - headroom
  const affordable = native <= 0n ? 0n : native / view.baseReserve
  const slots = Math.min(missing('sell') + missing('buy'), Number(affordable))
  const selling = (asset: Asset): Stroops =>
    asset.type === 'native' ? native - BigInt(slots) * view.baseReserve : freeOf(view, own, asset)
  const { base, quote } = view.market
  return {
    sell: { selling: selling(base), buying: capacityOf(view, own, quote) },
    buy: { selling: selling(quote), buying: capacityOf(view, own, base) },
    slots,
  }
}

function freeNative(view: LedgerView, own: Sides<readonly OwnOffer[]>): Stroops {
  return freeOf(view, own, XLM) - minimumBalance(view.account, view.baseReserve)
}

/** Balance less what other markets' offers lock. An issuer holds no line of its own asset, and can sell without end. */
function freeOf(view: LedgerView, own: Sides<readonly OwnOffer[]>, asset: Asset): Stroops {
  const line = lineOf(view, asset)
  if (line === undefined) return isIssuer(view, asset) ? MAX_STROOPS : 0n
  return line.balance - line.sellingLiabilities + ownLiabilities(view, own, asset).selling
}

/** How much more of the asset the account may come to hold. */
function capacityOf(view: LedgerView, own: Sides<readonly OwnOffer[]>, asset: Asset): Stroops {
  const line = lineOf(view, asset)
  if (line === undefined) return isIssuer(view, asset) ? MAX_STROOPS : 0n
  return (line.limit ?? MAX_STROOPS) - line.balance - line.buyingLiabilities + ownLiabilities(view, own, asset).buying
}

function lineOf(view: LedgerView, asset: Asset): LedgerView['account']['balances'][number] | undefined {
  return view.account.balances.find((balance) => assetsEqual(balance.asset, asset))
}

function isIssuer(view: LedgerView, asset: Asset): boolean {
  return asset.type === 'issued' && asset.issuer === view.account.id
}

/** What the pair's own offers lock of one asset. */
function ownLiabilities(
  view: LedgerView,
  own: Sides<readonly OwnOffer[]>,
  asset: Asset,
): { readonly selling: Stroops; readonly buying: Stroops } {
  const asks = own.sell.map((offer) => offerLiabilities(offer.price, offer.resting))
  const bids = own.buy.map((offer) => offerLiabilities(invertPrice(offer.price), offer.resting))
  const isBase = assetsEqual(asset, view.market.base)
  const [sellers, buyers] = isBase ? [asks, bids] : [bids, asks]
  return {
    selling: sellers.reduce((sum, locked) => sum + locked.selling, 0n),
    buying: buyers.reduce((sum, locked) => sum + locked.buying, 0n),
  }
}
