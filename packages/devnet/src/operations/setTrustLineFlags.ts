import type { xdr } from '@stellar/stellar-sdk'
import {
  AUTH_REVOCABLE,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  TRUSTLINE_CLAWBACK_ENABLED,
} from '../ledger/entries.ts'
import { isIssuer } from '../ledger/holdings.ts'
import { accountIdOf, assetIdOf, isAssetWireValid } from '../ledger/wire.ts'
import { changeAuthorization } from './changeAuthorization.ts'
import { inner, type OperationOutcome, type OperationRule, TOO_MANY_SPONSORING } from './rule.ts'

const CODES = {
  SUCCESS: 0,
  MALFORMED: -1,
  NO_TRUST_LINE: -2,
  CANT_REVOKE: -3,
  INVALID_STATE: -4,
  LOW_RESERVE: -5,
} as const

const AUTH_BITS = AUTHORIZED | AUTHORIZED_TO_MAINTAIN_LIABILITIES

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 21, setTrustLineFlagsResult: { code: CODES[code] } })
}

/** Sets and clears flags of a trustline in an asset of the source. */
export function setTrustLineFlags(operation: xdr.SetTrustLineFlagsOpWire): OperationRule {
  const { clearFlags, setFlags } = operation
  const trustor = accountIdOf(operation.trustor)
  const asset = assetIdOf(operation.asset)
  return {
    threshold: 'low',
    notRun: result('SUCCESS').result,
    check: ({ source }) => {
      const isAssetBad = !isAssetWireValid(operation.asset) || !isIssuer({ accountId: source, asset })
      return isAssetBad || trustor === source || !areFlagsValid(operation) ? result('MALFORMED') : undefined
    },
    apply: (context) => {
      const { state, source } = context
      const isRevocable = ((state.account(source)?.flags ?? 0) & AUTH_REVOCABLE) !== 0
      const isRevoking = (clearFlags & AUTH_BITS) !== 0 && (setFlags & AUTHORIZED) === 0
      if (!isRevocable && isRevoking) return result('CANT_REVOKE')
      const line = state.trustline(trustor, asset)
      if (line === undefined) return result('NO_TRUST_LINE')
      const flags = (line.flags & ~clearFlags) | setFlags
      if ((flags & AUTH_BITS) === AUTH_BITS) return result('INVALID_STATE')
      const refusal = changeAuthorization(context, line, flags)
      if (refusal === 'tooManySponsoring') return TOO_MANY_SPONSORING
      return result(refusal === undefined ? 'SUCCESS' : 'LOW_RESERVE')
    },
  }
}

/** Nothing unknown, nothing both set and cleared, no two authorizations at once; clawback can be given up, not be taken. */
function areFlagsValid({ clearFlags, setFlags }: xdr.SetTrustLineFlagsOpWire): boolean {
  if ((clearFlags & setFlags) !== 0 || (setFlags & AUTH_BITS) === AUTH_BITS) return false
  return (setFlags & ~AUTH_BITS) === 0 && (clearFlags & ~(AUTH_BITS | TRUSTLINE_CLAWBACK_ENABLED)) === 0
}
