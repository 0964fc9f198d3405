import { MAX_STROOPS, type Price, type Stroops } from '@sdex/primitives'
import { useUpOffer } from './exchange.ts'

/** What an offer reserves: that much of the asset sold must stay there, that much room for the asset bought must stay free. */
export type Liabilities = { readonly selling: Stroops; readonly buying: Stroops }

/**
 * The liabilities of an offer that rests, and those of a sell operation, which the ledger tests before anything is crossed.
 *
 * @remarks stellar-core `getOfferSellingLiabilities` and `getOfferBuyingLiabilities`: what a taker without limits would exchange with it,
 * without the bound on the price error. For an adjusted offer selling is its amount and buying floor(amount n / d).
 * @param price - Units of the asset bought for one unit of the asset sold.
 * @param amount - Stroops of the asset sold.
 * @example
 * ```ts
 * offerLiabilities({ n: 3, d: 2 }, 101n) // { selling: 101n, buying: 151n }
 * ```
 */
export function offerLiabilities(price: Price, amount: Stroops): Liabilities {
  return liabilities(price, amount, MAX_STROOPS)
}

/**
 * The liabilities of a buy operation, which the ledger tests before anything is crossed.
 *
 * @remarks stellar-core `ManageBuyOfferOpFrame::getOfferBuyingLiabilities` and `getOfferSellingLiabilities`.
 * @param price - As submitted with a buy: units of the asset sold for one unit of the asset bought.
 * @param buyAmount - Stroops of the asset bought.
 * @example
 * ```ts
 * buyLiabilities({ n: 5, d: 2 }, 21n) // { selling: 53n, buying: 21n }
 * ```
 */
export function buyLiabilities(price: Price, buyAmount: Stroops): Liabilities {
  return liabilities({ n: price.d, d: price.n }, MAX_STROOPS, buyAmount)
}

function liabilities(price: Price, maxWheatSend: Stroops, maxSheepReceive: Stroops): Liabilities {
  const n = BigInt(price.n)
  const d = BigInt(price.d)
  const sendValue = maxWheatSend * n
  const receiveValue = maxSheepReceive * d
  const { wheatReceived, sheepSent } = useUpOffer(n, d, sendValue < receiveValue ? sendValue : receiveValue)
  return { selling: wheatReceived, buying: sheepSent }
}
