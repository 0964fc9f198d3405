import type { Price, Stroops } from '@sdex/primitives'
import { exchangeError } from './errors.ts'
import { useUpOffer } from './exchange.ts'
import { isPriceErrorWithinBound } from './priceErrorBound.ts'

/**
 * What an offer may hold when its owner can deliver `maxWheatSend` and take in `maxSheepReceive`. The ledger adjusts every offer it
 * stores: usually down, by less than d/n stroops, and to 0 where the remainder could not trade within 1 % of the price.
 *
 * @remarks stellar-core `adjustOffer`: what a taker without limits would get from the offer, with value v = min(maxWheatSend n,
 * maxSheepReceive d). n > d: floor(v / n); n <= d: ceil(floor(v / d) d / n). Applying it twice changes nothing more.
 * @returns Stroops of the asset sold; 0 means that no offer rests.
 * @throws `ExchangeError` when an amount is below 0.
 * @example
 * ```ts
 * adjustOffer({ n: 1, d: 1000 }, 1999n, MAX_STROOPS) // 1000n
 * adjustOffer({ n: 3, d: 2 }, 27n, MAX_STROOPS) // 0n
 * ```
 */
export function adjustOffer(price: Price, maxWheatSend: Stroops, maxSheepReceive: Stroops): Stroops {
  // exchange() with limits that never bind would say the same; every offer that a ledger touches comes through here, so it is shortened.
  const n = BigInt(price.n)
  const d = BigInt(price.d)
  const sendValue = maxWheatSend * n
  const receiveValue = maxSheepReceive * d
  const wheatValue = sendValue < receiveValue ? sendValue : receiveValue
  if (wheatValue < 0n)
    throw exchangeError('An offer is adjusted to less than 0', { price, maxWheatSend, maxSheepReceive })
  const { wheatReceived, sheepSent } = useUpOffer(n, d, wheatValue)
  if (wheatReceived === 0n || sheepSent === 0n) return 0n
  return isPriceErrorWithinBound(wheatReceived * n, sheepSent * d, 'normal') ? wheatReceived : 0n
}
