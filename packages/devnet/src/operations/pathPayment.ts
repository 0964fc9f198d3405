import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import type { Claim } from '../ledger/crossing.ts'
import type { AssetId } from '../ledger/entries.ts'
import { type Holder, isIssuer } from '../ledger/holdings.ts'
import type { LedgerState } from '../ledger/state.ts'
import { accountWire, assetWire } from '../ledger/wire.ts'

/** What a path payment that was not run reports. */
export const NO_PAYMENT: xdr.PathPaymentStrictReceiveResultSuccessWire = {
  offers: [],
  last: { destination: { type: 0, ed25519: new Uint8Array(32) }, asset: { type: 0 }, amount: 0n },
}

/** Whether there is someone to pay: an account, or an issuer that takes its own asset back unconverted though its account is gone. */
export function hasDestination(state: LedgerState, receiver: Holder, way: readonly AssetId[]): boolean {
  if (state.account(receiver.accountId) !== undefined) return true
  return way.length === 1 && way[0] === receiver.asset && isIssuer(receiver)
}

/** Claims as results carry them, from protocol 18 on. */
export function claimsWire(claims: readonly Claim[]): xdr.ClaimAtomWire[] {
  return claims.map((claim) => {
    const { amountSold, amountBought } = claim
    const [assetSold, assetBought] = [assetWire(claim.sold), assetWire(claim.bought)]
    if (claim.type === 'pool') {
      const liquidityPoolId = Buffer.from(claim.poolId, 'hex')
      return { type: 2, liquidityPool: { liquidityPoolId, assetSold, amountSold, assetBought, amountBought } }
    }
    const sellerId = accountWire(claim.seller)
    return {
      type: 1,
      orderBook: { sellerId, offerId: claim.offerId, assetSold, amountSold, assetBought, amountBought },
    }
  })
}
