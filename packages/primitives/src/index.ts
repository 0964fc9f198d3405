/**
 * The vocabulary of `@sdex/*`: assets, markets, exact amounts and prices, errors, clock and disposal. Pure, without dependencies.
 *
 * @packageDocumentation
 */
export { formatAmount, MAX_STROOPS, parseAmount, STROOPS_PER_UNIT, type Stroops } from './amount.ts'
export {
  type Asset,
  assetLabel,
  assetsEqual,
  compareAssets,
  createAsset,
  formatAsset,
  type IssuedAsset,
  type NativeAsset,
  parseAsset,
  XLM,
} from './asset.ts'
export { type CancelTimer, type Clock, sleep, systemClock } from './clock.ts'
export { type Deadline, waitUntil, withDeadline } from './deadline.ts'
export { type Closeable, createScope, type Scope } from './disposal.ts'
export {
  AbortedError,
  ClosedError,
  InvalidAccountIdError,
  InvalidAmountError,
  InvalidAssetError,
  InvalidMarketError,
  InvalidOptionError,
  InvalidPriceError,
  isSdexError,
  SdexError,
  type SdexErrorArgs,
  TimeoutError,
} from './errors.ts'
export {
  createMarket,
  formatMarket,
  invertMarket,
  type Market,
  marketLabel,
  marketsEqual,
  parseMarket,
} from './market.ts'
export { mulDiv } from './mulDiv.ts'
export {
  comparePrices,
  createPrice,
  formatPrice,
  invertPrice,
  MAX_PRICE_TERM,
  type Price,
  parsePrice,
  priceFloat,
  ratioFromPrice,
  reducePrice,
} from './price.ts'
export { type Random, seededRandom, systemRandom } from './random.ts'
export {
  addRatios,
  compareRatios,
  createRatio,
  divideRatios,
  formatRatio,
  invertRatio,
  multiplyRatios,
  parseRatio,
  type Ratio,
  reduceRatio,
  subtractRatios,
} from './ratio.ts'
export { ratioFloat } from './ratioFloat.ts'
export { redactSecrets } from './redactSecrets.ts'
export { type Status, statusesEqual } from './status.ts'
export { decodeAccountId, encodeAccountId, isAccountId } from './strkey.ts'
export { toPrice } from './toPrice.ts'
