import type { xdr } from '@stellar/stellar-sdk'
import { assetIdOf } from '../ledger/wire.ts'

/** Whether an operation trades, so that its transaction stands in the lane of trades. stellar-core `isDexOperation`. */
export function usesExchange(body: xdr.OperationBodyWire): boolean {
  switch (body.type) {
    case 3:
    case 4:
    case 12:
      return true
    case 2: {
      const { path, sendAsset, destAsset } = body.pathPaymentStrictReceiveOp
      return path.length > 0 || assetIdOf(sendAsset) !== assetIdOf(destAsset)
    }
    case 13: {
      const { path, sendAsset, destAsset } = body.pathPaymentStrictSendOp
      return path.length > 0 || assetIdOf(sendAsset) !== assetIdOf(destAsset)
    }
    default:
      return false
  }
}
