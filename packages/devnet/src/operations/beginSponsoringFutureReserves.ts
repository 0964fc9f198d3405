import type { xdr } from '@stellar/stellar-sdk'
import { accountIdOf } from '../ledger/wire.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { SUCCESS: 0, MALFORMED: -1, ALREADY_SPONSORED: -2, RECURSIVE: -3 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 16, beginSponsoringFutureReservesResult: { code: CODES[code] } })
}

/** From now to the matching end, within this transaction, the source pays the reserves of what another account creates (CAP-33). */
export function beginSponsoringFutureReserves(operation: xdr.BeginSponsoringFutureReservesOpWire): OperationRule {
  const sponsored = accountIdOf(operation.sponsoredId)
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: ({ source }) => (sponsored === source ? result('MALFORMED') : undefined),
    apply: ({ state, source }) => {
      const { sponsorships } = state
      if (sponsorships.has(sponsored)) return result('ALREADY_SPONSORED')
      const isSponsoring = [...sponsorships.values()].includes(sponsored)
      if (sponsorships.has(source) || isSponsoring) return result('RECURSIVE')
      state.setSponsorships(new Map([...sponsorships, [sponsored, source]]))
      return result('SUCCESS')
    },
  }
}
