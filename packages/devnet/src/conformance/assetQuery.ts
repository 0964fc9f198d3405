import type { Asset } from '@stellar/stellar-sdk'

/** The query of one asset, as order_book and trades have it: `base_asset_type=native`. */
export function assetQuery(prefix: string, asset: Asset): string {
  if (asset.isNative()) return `${prefix}_asset_type=native`
  return `${prefix}_asset_type=${asset.getAssetType()}&${prefix}_asset_code=${asset.getCode()}&${prefix}_asset_issuer=${asset.getIssuer()}`
}
