import type { xdr } from '@stellar/stellar-sdk'
import { AUTH_REVOCABLE, AUTHORIZED, AUTHORIZED_TO_MAINTAIN_LIABILITIES } from '../ledger/entries.ts'
import { isAuthorized } from '../ledger/holdings.ts'
import { accountIdOf, accountWire, assetIdOf, isAssetWireValid } from '../ledger/wire.ts'
import { changeAuthorization } from './changeAuthorization.ts'
import { inner, type OperationOutcome, type OperationRule, TOO_MANY_SPONSORING } from './rule.ts'

const CODES = { SUCCESS: 0, MALFORMED: -1, NO_TRUST_LINE: -2, CANT_REVOKE: -4, LOW_RESERVE: -6 } as const

const AUTH_BITS = AUTHORIZED | AUTHORIZED_TO_MAINTAIN_LIABILITIES

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 7, allowTrustResult: { code: CODES[code] } })
}

/** Sets how far a trustline in an asset of the source is authorized. */
export function allowTrust(operation: xdr.AllowTrustOpWire): OperationRule {
  const { authorize } = operation
  const trustor = accountIdOf(operation.trustor)
  return {
    threshold: 'low',
    notRun: result('SUCCESS').result,
    check: ({ source }) => {
      const isAuthorizeBad = authorize > AUTHORIZED_TO_MAINTAIN_LIABILITIES
      const isAssetBad = !isAssetWireValid(issuedBy(operation.asset, source))
      return isAuthorizeBad || isAssetBad || trustor === source ? result('MALFORMED') : undefined
    },
    apply: (context) => {
      const { state, source } = context
      const isRevocable = ((state.account(source)?.flags ?? 0) & AUTH_REVOCABLE) !== 0
      if (!isRevocable && authorize === 0) return result('CANT_REVOKE')
      const line = state.trustline(trustor, assetIdOf(issuedBy(operation.asset, source)))
      if (line === undefined) return result('NO_TRUST_LINE')
      const isReducing = isAuthorized(line) && authorize === AUTHORIZED_TO_MAINTAIN_LIABILITIES
      if (!isRevocable && isReducing) return result('CANT_REVOKE')
      const refusal = changeAuthorization(context, line, (line.flags & ~AUTH_BITS) | authorize)
      if (refusal === 'tooManySponsoring') return TOO_MANY_SPONSORING
      return result(refusal === undefined ? 'SUCCESS' : 'LOW_RESERVE')
    },
  }
}

/** The operation names a code alone: the issuer is its source. */
export function issuedBy(asset: xdr.AssetCodeWire, source: string): xdr.AssetWire {
  const issuer = accountWire(source)
  return asset.type === 1
    ? { type: 1, alphaNum4: { assetCode: asset.assetCode4, issuer } }
    : { type: 2, alphaNum12: { assetCode: asset.assetCode12, issuer } }
}
