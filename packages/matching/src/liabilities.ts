import { MAX_STROOPS, type Price, type Stroops } from '@sdex/primitives'
import { exchangeUnbounded } from './exchange.ts'

/** What an offer reserves: that much of the asset sold must stay there, that much room for the asset bought must stay free. */
export type Liabilities = { readonly selling: Stroops; readonly buying: Stroops }

/**
 * The liabilities of an offer that rests, or of a sell operation before it crosses.
 *
 * @remarks stellar-core `getOfferSellingLiabilities` and `getOfferBuyingLiabilities`: selling is the amount, buying floor(amount n / d).
 * @example
 * ```ts
 * offerLiabilities({ n: 3, d: 2 }, 101n) // { selling: 101n, buying: 151n }
 * ```
 */
export function offerLiabilities(price: Price, amount: Stroops): Liabilities {
  return liabilities(price, amount, MAX_STROOPS)
}

/**
 * The liabilities of a buy operation before it crosses.
 *
 * @remarks stellar-core `ManageBuyOfferOpFrame::getOfferBuyingLiabilities`.
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
  const { wheatReceived, sheepSent } = exchangeUnbounded({
    price,
    maxWheatSend,
    maxWheatReceive: MAX_STROOPS,
    maxSheepSend: MAX_STROOPS,
    maxSheepReceive,
    rounding: 'normal',
  })
  return { selling: wheatReceived, buying: sheepSent }
}
