import { InvalidAssetError } from './errors.ts'
import { quoteInput } from './quoteInput.ts'
import { decodeAccountId, isAccountId } from './strkey.ts'

/** The network's own asset, the lumen. */
export type NativeAsset = { readonly type: 'native' }

/** An asset issued by an account: 1 to 12 letters or digits, and the issuer's account id. */
export type IssuedAsset = { readonly type: 'issued'; readonly code: string; readonly issuer: string }

/** Whatever an account can hold and an offer can trade. */
export type Asset = NativeAsset | IssuedAsset

/** The lumen. */
export const XLM: NativeAsset = { type: 'native' }

const assetCode = /^[A-Za-z0-9]{1,12}$/

/**
 * Makes an issued asset.
 *
 * @throws {@link InvalidAssetError} when the code or the issuer is not one.
 * @example
 * ```ts
 * const usd = createAsset('USD', 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF')
 * ```
 */
export function createAsset(code: string, issuer: string): IssuedAsset {
  if (typeof code !== 'string' || !assetCode.test(code) || !isAccountId(issuer)) throw invalidAsset(`${code}:${issuer}`)
  return { type: 'issued', code, issuer }
}

/**
 * Reads `native`, `XLM` or `CODE:ISSUER`.
 *
 * @throws {@link InvalidAssetError} for anything else.
 * @example
 * ```ts
 * parseAsset('native') // { type: 'native' }
 * ```
 */
export function parseAsset(text: string): Asset {
  if (text === 'native' || text === 'XLM') return XLM
  const [code, issuer, ...rest] = typeof text === 'string' ? text.split(':') : []
  if (code === undefined || issuer === undefined || rest.length > 0) throw invalidAsset(text)
  return createAsset(code, issuer)
}

/**
 * The canonical text: `native` or `CODE:ISSUER`, as Horizon's query parameters take it.
 *
 * @example
 * ```ts
 * formatAsset(XLM) // 'native'
 * ```
 */
export function formatAsset(asset: Asset): string {
  return asset.type === 'native' ? 'native' : `${asset.code}:${asset.issuer}`
}

/**
 * A short name for people: `XLM` or the code. Two issuers of one code look the same.
 *
 * @example
 * ```ts
 * assetLabel(XLM) // 'XLM'
 * ```
 */
export function assetLabel(asset: Asset): string {
  return asset.type === 'native' ? 'XLM' : asset.code
}

/**
 * Whether two assets are the same.
 *
 * @example
 * ```ts
 * assetsEqual(XLM, parseAsset('native')) // true
 * ```
 */
export function assetsEqual(a: Asset, b: Asset): boolean {
  if (a.type === 'native' || b.type === 'native') return a.type === b.type
  return a.code === b.code && a.issuer === b.issuer
}

/**
 * The ledger's order of assets, by which the two assets of a liquidity pool are sorted: lumens first, then codes of up to 4 letters, then
 * longer ones; within these by the bytes of code and issuer key (CAP-38).
 *
 * @returns Below 0 when `a` comes first, above 0 when `b` does, 0 when they are equal.
 * @example
 * ```ts
 * compareAssets(XLM, usd) < 0 // true
 * ```
 */
export function compareAssets(a: Asset, b: Asset): number {
  const byKind = kind(a) - kind(b)
  if (byKind !== 0 || a.type === 'native' || b.type === 'native') return byKind
  if (a.code !== b.code) return a.code < b.code ? -1 : 1
  return a.issuer === b.issuer ? 0 : compareBytes(decodeAccountId(a.issuer), decodeAccountId(b.issuer))
}

function kind(asset: Asset): number {
  if (asset.type === 'native') return 0
  return asset.code.length <= 4 ? 1 : 2
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

function invalidAsset(input: unknown): InvalidAssetError {
  return new InvalidAssetError({
    message: `${quoteInput(input)} is not an asset.`,
    remedy: "Write 'native', or a code of 1 to 12 letters or digits and the issuer's account id as CODE:ISSUER.",
    input,
  })
}
