import { type AssetId, NATIVE } from './entries.ts'

/** The text by which Horizon sorts assets: type, code, issuer. The longer codes come first, lumens last. */
export function assetKey(asset: AssetId): string {
  if (asset === NATIVE) return asset
  const [code = '', issuer = ''] = asset.split(':')
  return `credit_alphanum${code.length <= 4 ? 4 : 12}/${code}/${issuer}`
}
