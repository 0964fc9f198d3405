import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { SUCCESS: 0, NOT_SPONSORED: -1 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 17, endSponsoringFutureReservesResult: { code: CODES[code] } })
}

/** Ends the sponsorship of its source. */
export function endSponsoringFutureReserves(): OperationRule {
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: () => undefined,
    apply: ({ state, source }) => {
      if (!state.sponsorships.has(source)) return result('NOT_SPONSORED')
      state.setSponsorships(new Map([...state.sponsorships].filter(([sponsored]) => sponsored !== source)))
      return result('SUCCESS')
    },
  }
}
