import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { accountIdFromKey } from '../ledger/accountIds.ts'
import type { OfferClaim, PoolClaim } from '../ledger/crossing.ts'
import { accountIdOf, assetIdOf } from '../ledger/wire.ts'

/** What an operation took, as its result tells it. */
export type ReadClaim = Omit<OfferClaim, 'price'> | Pick<PoolClaim, ClaimKeys>
type ClaimKeys = 'type' | 'poolId' | 'sold' | 'amountSold' | 'bought' | 'amountBought'

/** The claims in a result, in its order; those of nothing for nothing too. */
export function claimsOf(result: xdr.OperationResultTrWire | undefined): readonly ReadClaim[] {
  return claimAtoms(result).map(readClaim)
}

function claimAtoms(result: xdr.OperationResultTrWire | undefined): readonly xdr.ClaimAtomWire[] {
  switch (result?.type) {
    case 2:
      return result.pathPaymentStrictReceiveResult.code === 0
        ? result.pathPaymentStrictReceiveResult.success.offers
        : []
    case 13:
      return result.pathPaymentStrictSendResult.code === 0 ? result.pathPaymentStrictSendResult.success.offers : []
    case 3:
      return result.manageSellOfferResult.code === 0 ? result.manageSellOfferResult.success.offersClaimed : []
    case 4:
      return result.createPassiveSellOfferResult.code === 0
        ? result.createPassiveSellOfferResult.success.offersClaimed
        : []
    case 12:
      return result.manageBuyOfferResult.code === 0 ? result.manageBuyOfferResult.success.offersClaimed : []
    default:
      return []
  }
}

function readClaim(atom: xdr.ClaimAtomWire): ReadClaim {
  if (atom.type === 2) {
    const { liquidityPoolId } = atom.liquidityPool
    return { type: 'pool', poolId: Buffer.from(liquidityPoolId).toString('hex'), ...amountsOf(atom.liquidityPool) }
  }
  const offer = atom.type === 0 ? atom.v0 : atom.orderBook
  const seller = atom.type === 0 ? accountIdFromKey(atom.v0.sellerEd25519) : accountIdOf(atom.orderBook.sellerId)
  return { type: 'offer', seller, offerId: offer.offerId, ...amountsOf(offer) }
}

type ClaimAmounts = Pick<xdr.ClaimLiquidityAtomWire, 'assetSold' | 'amountSold' | 'assetBought' | 'amountBought'>

function amountsOf({
  assetSold,
  amountSold,
  assetBought,
  amountBought,
}: ClaimAmounts): Omit<OfferClaim, 'type' | 'seller' | 'offerId' | 'price'> {
  return { sold: assetIdOf(assetSold), amountSold, bought: assetIdOf(assetBought), amountBought }
}

/**
 * What a path payment to an exact amount took from its source: what the first conversion paid, or that amount where nothing was converted. Horizon adds up
 * the claims paid in the asset that is sent, until the asset changes.
 */
export function sentAmount(
  result: xdr.OperationResultTrWire | undefined,
  { sendAsset, destAmount }: { readonly sendAsset: string; readonly destAmount: bigint },
): bigint {
  const claims = claimsOf(result)
  if (claims.length === 0) return destAmount
  const end = claims.findIndex(({ bought }) => bought !== sendAsset)
  return claims.slice(0, end === -1 ? claims.length : end).reduce((sum, { amountBought }) => sum + amountBought, 0n)
}

/** What a path payment of an exact amount brought to its destination. */
export function receivedAmount(result: xdr.OperationResultTrWire | undefined): bigint {
  if (result?.type !== 13 || result.pathPaymentStrictSendResult.code !== 0) return 0n
  return result.pathPaymentStrictSendResult.success.last.amount
}
