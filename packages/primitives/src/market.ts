import { type Asset, assetLabel, assetsEqual, formatAsset, parseAsset } from './asset.ts'
import { InvalidMarketError } from './errors.ts'
import { quoteInput } from './quoteInput.ts'

/** Two assets that trade against each other. Prices are units of `quote` for one unit of `base`, amounts are in `base`. */
export type Market = { readonly base: Asset; readonly quote: Asset }

/**
 * Makes a market of two assets.
 *
 * @throws {@link InvalidMarketError} when they are the same.
 * @example
 * ```ts
 * const market = createMarket(XLM, parseAsset('USD:GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'))
 * ```
 */
export function createMarket(base: Asset, quote: Asset): Market {
  if (!assetsEqual(base, quote)) return { base, quote }
  throw invalidMarket(`${formatAsset(base)}/${formatAsset(quote)}`)
}

/**
 * Reads `BASE/QUOTE`, each side as {@link parseAsset} takes it.
 *
 * @throws {@link InvalidMarketError} when it is not two texts joined by `/`, or both are the same; `InvalidAssetError` when one is no asset.
 * @example
 * ```ts
 * parseMarket('XLM/USD:GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF')
 * ```
 */
export function parseMarket(text: string): Market {
  const [base, quote, ...rest] = typeof text === 'string' ? text.split('/') : []
  if (base === undefined || quote === undefined || rest.length > 0) throw invalidMarket(text)
  return createMarket(parseAsset(base), parseAsset(quote))
}

/**
 * The canonical text, which {@link parseMarket} reads; equal texts are equal markets.
 *
 * @example
 * ```ts
 * formatMarket(parseMarket('XLM/USD:G…')) // 'native/USD:G…'
 * ```
 */
export function formatMarket(market: Market): string {
  return `${formatAsset(market.base)}/${formatAsset(market.quote)}`
}

/**
 * A short name for people, such as `XLM/USD`.
 *
 * @example
 * ```ts
 * marketLabel(market) // 'XLM/USD'
 * ```
 */
export function marketLabel(market: Market): string {
  return `${assetLabel(market.base)}/${assetLabel(market.quote)}`
}

/**
 * The same two assets seen from the other side.
 *
 * @example
 * ```ts
 * invertMarket({ base: XLM, quote: usd }) // { base: usd, quote: XLM }
 * ```
 */
export function invertMarket(market: Market): Market {
  return { base: market.quote, quote: market.base }
}

/**
 * Whether two markets have the same base and the same quote.
 *
 * @example
 * ```ts
 * marketsEqual(market, invertMarket(market)) // false
 * ```
 */
export function marketsEqual(a: Market, b: Market): boolean {
  return assetsEqual(a.base, b.base) && assetsEqual(a.quote, b.quote)
}

function invalidMarket(input: unknown): InvalidMarketError {
  return new InvalidMarketError({
    message: `${quoteInput(input)} is not a market.`,
    remedy: 'Name two different assets as BASE/QUOTE, for example XLM/USD:ISSUER.',
    input,
  })
}
