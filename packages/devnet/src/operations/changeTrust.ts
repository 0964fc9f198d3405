import { Buffer } from 'node:buffer'
import { POOL_FEE_BPS } from '@sdex/matching'
import { compareAssets, parseAsset } from '@sdex/primitives'
import { xdr } from '@stellar/stellar-sdk'
import {
  type AssetId,
  AUTH_CLAWBACK_ENABLED,
  AUTH_REQUIRED,
  AUTHORIZED,
  issuerOf,
  NATIVE,
  TRUSTLINE_CLAWBACK_ENABLED,
} from '../ledger/entries.ts'
import { sha256 } from '../ledger/hashing.ts'
import { isIssuer, issuerExists } from '../ledger/holdings.ts'
import { countHolderOut, joinPool, leavePool, type PoolParameters } from '../ledger/poolShares.ts'
import { POOL_SHARE_RESERVES, releaseSubentry, reserveSubentry } from '../ledger/reserves.ts'
import { assetIdOf, isAssetWireValid } from '../ledger/wire.ts'
import { inner, type OperationContext, type OperationOutcome, type OperationRule, reserveResult } from './rule.ts'

const CODES = {
  SUCCESS: 0,
  MALFORMED: -1,
  NO_ISSUER: -2,
  INVALID_LIMIT: -3,
  LOW_RESERVE: -4,
  TRUST_LINE_MISSING: -6,
  CANNOT_DELETE: -7,
  NOT_AUTH_MAINTAIN_LIABILITIES: -8,
} as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 6, changeTrustResult: { code: CODES[code] } })
}

/** Opens, changes or closes a trustline, of an asset or of a pool's shares. */
export function changeTrust({ line, limit }: xdr.ChangeTrustOpWire): OperationRule {
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: ({ source }) => (limit < 0n || !isLineValid(line, source) ? result('MALFORMED') : undefined),
    apply: (context) =>
      line.type === 3
        ? changePoolShare(context, poolOf(line.liquidityPool), limit)
        : changeTrustline(context, assetIdOf(line), limit),
  }
}

/** Lumens need no trustline, and an issuer none of its own asset. A pool's assets are sorted, and its fee is the only one there is. */
function isLineValid(line: xdr.ChangeTrustAssetWire, source: string): boolean {
  if (line.type !== 3)
    return line.type !== 0 && isAssetWireValid(line) && !isIssuer({ accountId: source, asset: assetIdOf(line) })
  const { assetA, assetB, fee } = line.liquidityPool.constantProduct
  if (!isAssetWireValid(assetA) || !isAssetWireValid(assetB) || fee !== POOL_FEE_BPS) return false
  return compareAssets(parseAsset(assetIdOf(assetA)), parseAsset(assetIdOf(assetB))) < 0
}

function changeTrustline(context: OperationContext, asset: AssetId, limit: bigint): OperationOutcome {
  const { state, source } = context
  const line = state.trustline(source, asset)
  if (line === undefined) return openTrustline(context, asset, limit)
  if (limit < line.balance + line.buyingLiabilities) return result('INVALID_LIMIT')
  if (limit === 0n) {
    if (line.poolUseCount !== 0) return result('CANNOT_DELETE')
    state.remove(line)
    releaseSubentry(state, source, line.sponsor)
    return result('SUCCESS')
  }
  if (!issuerExists(state, asset)) return result('NO_ISSUER')
  state.put({ ...line, limit })
  return result('SUCCESS')
}

function openTrustline({ state, source }: OperationContext, asset: AssetId, limit: bigint): OperationOutcome {
  const issuer = state.account(issuerOf(asset) ?? NATIVE)
  if (limit === 0n) return result('INVALID_LIMIT')
  if (issuer === undefined) return result('NO_ISSUER')
  const reserve = reserveSubentry(state, source)
  if ('refusal' in reserve) return reserveResult(reserve.refusal, result('LOW_RESERVE'))
  const authorized = (issuer.flags & AUTH_REQUIRED) === 0 ? AUTHORIZED : 0
  const clawback = (issuer.flags & AUTH_CLAWBACK_ENABLED) === 0 ? 0 : TRUSTLINE_CLAWBACK_ENABLED
  state.put({
    type: 'trustline',
    accountId: source,
    asset,
    balance: 0n,
    limit,
    flags: authorized | clawback,
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    poolUseCount: 0,
    extension: 0,
    sponsor: reserve.sponsor,
    lastModifiedLedger: state.header.ledgerSequence,
  })
  return result('SUCCESS')
}

function changePoolShare(context: OperationContext, pool: PoolParameters, limit: bigint): OperationOutcome {
  const { state, source } = context
  const share = state.poolShare(source, pool.id)
  if (share === undefined) return openPoolShare(context, pool, limit)
  if (limit < share.balance) return result('INVALID_LIMIT')
  if (limit === 0n) {
    leavePool(state, share)
    countHolderOut(state, source, pool.id)
  } else {
    state.put({ ...share, limit })
  }
  return result('SUCCESS')
}

function openPoolShare({ state, source }: OperationContext, pool: PoolParameters, limit: bigint): OperationOutcome {
  if (limit === 0n) return result('INVALID_LIMIT')
  const refusal = joinPool(state, source, pool)
  if (refusal !== undefined) return result(refusal)
  const reserve = reserveSubentry(state, source, POOL_SHARE_RESERVES)
  if ('refusal' in reserve) return reserveResult(reserve.refusal, result('LOW_RESERVE'))
  state.put({
    type: 'poolShare',
    accountId: source,
    poolId: pool.id,
    balance: 0n,
    limit,
    sponsor: reserve.sponsor,
    lastModifiedLedger: state.header.ledgerSequence,
  })
  return result('SUCCESS')
}

/** A pool is named by the hash of its parameters (CAP-38). */
export function poolOf(parameters: xdr.LiquidityPoolParametersWire): PoolParameters {
  const { assetA, assetB } = parameters.constantProduct
  const id = Buffer.from(sha256(xdr.LiquidityPoolParameters.schema.encode(parameters))).toString('hex')
  return { id, assetA: assetIdOf(assetA), assetB: assetIdOf(assetB) }
}
