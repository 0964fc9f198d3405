import { comparePrices, formatAmount, formatAsset, invertPrice, type Market } from '@sdex/primitives'
import { Asset, Operation, type xdr } from '@stellar/stellar-sdk'
import type { DevnetOffer } from '../devnet.ts'
import { type AssetId, NATIVE } from '../ledger/entries.ts'
import type { Decision, Side } from './createDecisions.ts'

/** What one trader decided, where, and what rests of what it decided before. */
export type Intention = {
  readonly market: Market
  readonly decision: Decision
  readonly offers: readonly DevnetOffer[]
}

/**
 * The operations that carry a decision out. An order replaces the one that rests on its side, after deleting what it would meet on the other; a cancel
 * deletes. Empty when there is nothing to do.
 */
export function traderOperations({ market, decision, offers }: Intention): readonly xdr.Operation[] {
  if (decision.type === 'wait') return []
  const ids = { base: formatAsset(market.base), quote: formatAsset(market.quote) }
  const own = offers.filter((offer) => sideOf(offer, ids) === decision.side)
  if (decision.type === 'cancel') return own.map(deleteOffer)
  const other = offers.filter((offer) => sideOf(offer, ids) === opposite(decision.side))
  const met = other.filter((offer) => isMet(offer, decision))
  return [...met.map(deleteOffer), placeOrder(ids, decision, own[0]?.id ?? 0n)]
}

type Order = Extract<Decision, { readonly type: 'order' }>
type MarketIds = { readonly base: AssetId; readonly quote: AssetId }

function placeOrder(ids: MarketIds, { side, price, baseAmount }: Order, offerId: bigint): xdr.Operation {
  const [base, quote] = [sdkAsset(ids.base), sdkAsset(ids.quote)]
  const amount = formatAmount(baseAmount)
  const rest = { price: { ...price }, offerId: offerId.toString() }
  return side === 'sell'
    ? Operation.manageSellOffer({ selling: base, buying: quote, amount, ...rest })
    : Operation.manageBuyOffer({ selling: quote, buying: base, buyAmount: amount, ...rest })
}

function deleteOffer(offer: DevnetOffer): xdr.Operation {
  return Operation.manageSellOffer({
    selling: sdkAsset(offer.selling),
    buying: sdkAsset(offer.buying),
    amount: '0',
    price: { ...offer.price },
    offerId: offer.id.toString(),
  })
}

function sideOf({ selling, buying }: DevnetOffer, { base, quote }: MarketIds): Side | undefined {
  if (selling === base && buying === quote) return 'sell'
  return selling === quote && buying === base ? 'buy' : undefined
}

function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

/** Whether an order would meet an own offer of the other side, which the ledger refuses. */
function isMet(offer: DevnetOffer, { side, price }: Order): boolean {
  return side === 'buy' ? comparePrices(offer.price, price) <= 0 : comparePrices(invertPrice(offer.price), price) >= 0
}

/** An asset of the ledger as the SDK has it. */
export function sdkAsset(asset: AssetId): Asset {
  const [code = '', issuer = ''] = asset.split(':')
  return asset === NATIVE ? Asset.native() : new Asset(code, issuer)
}
