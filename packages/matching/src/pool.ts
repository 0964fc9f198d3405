import { type Asset, compareAssets, decodeAccountId, type Stroops } from '@sdex/primitives'

/** The fee of every liquidity pool, in hundredths of a percent: 0.30 %. */
export const POOL_FEE_BPS = 30

/** A liquidity pool's amounts, in stroops. A is the asset that `compareAssets` puts first. */
export type PoolState = {
  readonly reserveA: Stroops
  readonly reserveB: Stroops
  readonly totalShares: Stroops
}

/**
 * The two assets of a pool in its own order.
 *
 * @remarks CAP-38: native before issued, codes of up to 4 letters before longer ones, then by code and issuer.
 * @example
 * ```ts
 * poolAssets(usd, XLM) // [XLM, usd]
 * ```
 */
export function poolAssets(asset: Asset, other: Asset): readonly [assetA: Asset, assetB: Asset] {
  return compareAssets(asset, other) < 0 ? [asset, other] : [other, asset]
}

/**
 * The bytes whose SHA-256 is the id of the pool of two assets: its parameters in XDR.
 *
 * @remarks CAP-38 `LiquidityPoolParameters`: type constant product (0), both assets in the pool's order, the fee of 30. The hash is left to the
 * caller, since a browser computes it asynchronously.
 * @example
 * ```ts
 * const id = await crypto.subtle.digest('SHA-256', poolIdPreimage(XLM, usd))
 * ```
 */
export function poolIdPreimage(asset: Asset, other: Asset): Uint8Array<ArrayBuffer> {
  const [assetA, assetB] = poolAssets(asset, other)
  return Uint8Array.from([...uint32(0), ...assetBytes(assetA), ...assetBytes(assetB), ...uint32(POOL_FEE_BPS)])
}

/** XDR `Asset`: the type, the code padded with zeros to 4 or 12 bytes, the issuer as an ed25519 (0) key. */
function assetBytes(asset: Asset): number[] {
  if (asset.type === 'native') return uint32(0)
  const [type, width] = asset.code.length <= 4 ? [1, 4] : [2, 12]
  const code = Array.from({ length: width }, (_, at) => (at < asset.code.length ? asset.code.charCodeAt(at) : 0))
  return [...uint32(type), ...code, ...uint32(0), ...decodeAccountId(asset.issuer)]
}

/** XDR integers are big-endian; all of these are below 256. */
function uint32(value: number): number[] {
  return [0, 0, 0, value]
}
