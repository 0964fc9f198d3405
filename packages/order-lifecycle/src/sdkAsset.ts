import { type Asset, createAsset, encodeAccountId, XLM } from '@sdex/primitives'
import { Asset as SdkAsset, type xdr } from '@stellar/stellar-sdk/base'

/** An asset as the SDK builds operations with. */
export function toSdkAsset(asset: Asset): SdkAsset {
  return asset.type === 'native' ? SdkAsset.native() : new SdkAsset(asset.code, asset.issuer)
}

/** An asset of a result. */
export function fromXdrAsset(asset: xdr.Asset): Asset {
  if (asset.type === 'assetTypeNative') return XLM
  const { assetCode, issuer } = asset.value
  return createAsset(textOf(assetCode.toBytes()), encodeAccountId(issuer.ed25519.toBytes()))
}

/** A code is padded with zeros to 4 or 12 bytes. */
function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.filter((byte) => byte !== 0))
}
