import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { isIssuer } from '../ledger/holdings.ts'
import { changeSponsoring } from '../ledger/reserves.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { SUCCESS: 0, DOES_NOT_EXIST: -1, NOT_ISSUER: -2, NOT_CLAWBACK_ENABLED: -3 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 20, clawbackClaimableBalanceResult: { code: CODES[code] } })
}

/** Destroys a claimable balance in an asset of the source (CAP-35). */
export function clawbackClaimableBalance({ balanceId }: xdr.ClawbackClaimableBalanceOpWire): OperationRule {
  const id = Buffer.from(balanceId.v0).toString('hex')
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: () => undefined,
    apply: ({ state, source }) => {
      const balance = state.claimableBalance(id)
      if (balance === undefined) return result('DOES_NOT_EXIST')
      if (!isIssuer({ accountId: source, asset: balance.asset })) return result('NOT_ISSUER')
      if (!balance.clawbackEnabled) return result('NOT_CLAWBACK_ENABLED')
      if (typeof balance.sponsor === 'string') changeSponsoring(state, balance.sponsor, -balance.claimants.length)
      state.remove(balance)
      return result('SUCCESS')
    },
  }
}
