import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { credit } from '../ledger/payments.ts'
import { holdsAt } from '../ledger/predicates.ts'
import { changeSponsoring } from '../ledger/reserves.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = {
  SUCCESS: 0,
  DOES_NOT_EXIST: -1,
  CANNOT_CLAIM: -2,
  LINE_FULL: -3,
  NO_TRUST: -4,
  NOT_AUTHORIZED: -5,
} as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 15, claimClaimableBalanceResult: { code: CODES[code] } })
}

/** Gives a claimable balance to one of its claimants. */
export function claimClaimableBalance({ balanceId }: xdr.ClaimClaimableBalanceOpWire): OperationRule {
  const id = Buffer.from(balanceId.v0).toString('hex')
  return {
    threshold: 'low',
    notRun: result('SUCCESS').result,
    check: () => undefined,
    apply: ({ state, source }) => {
      const balance = state.claimableBalance(id)
      if (balance === undefined) return result('DOES_NOT_EXIST')
      const claimant = balance.claimants.find(({ accountId }) => accountId === source)
      if (claimant === undefined || !holdsAt(claimant.predicate, state.header.closeTime)) return result('CANNOT_CLAIM')
      const refusal = credit(state, { accountId: source, asset: balance.asset }, balance.amount)
      if (refusal !== undefined) return result(refusal)
      if (typeof balance.sponsor === 'string') changeSponsoring(state, balance.sponsor, -balance.claimants.length)
      state.remove(balance)
      return result('SUCCESS')
    },
  }
}
