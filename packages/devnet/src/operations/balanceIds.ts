import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { AssetId } from '../ledger/entries.ts'
import { sha256 } from '../ledger/hashing.ts'
import { accountWire, assetWire } from '../ledger/wire.ts'

/** The operation that makes a balance: the transaction's source and sequence number, its own place. */
export type OperationPlace = { readonly source: string; readonly sequence: bigint; readonly index: number }

/** The id of the claimable balance that a CreateClaimableBalance makes (CAP-23). */
export function operationBalanceId({ source, sequence: seqNum, index: opNum }: OperationPlace): string {
  return hashOf({ type: 6, operationId: { sourceAccount: accountWire(source), seqNum, opNum } })
}

/** The id of the claimable balance that a revocation makes of one asset of a pool (CAP-38). */
export function revocationBalanceId(
  { source, sequence: seqNum, index: opNum }: OperationPlace,
  { poolId, asset }: { readonly poolId: string; readonly asset: AssetId },
): string {
  const liquidityPoolId = Buffer.from(poolId, 'hex')
  const sourceAccount = accountWire(source)
  return hashOf({ type: 7, revokeId: { sourceAccount, seqNum, opNum, liquidityPoolId, asset: assetWire(asset) } })
}

function hashOf(preimage: xdr.HashIdPreimageWire): string {
  return sha256(xdr.HashIdPreimage.schema.encode(preimage)).toString('hex')
}
