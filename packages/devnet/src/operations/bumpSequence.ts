import type { xdr } from '@stellar/stellar-sdk'
import { LedgerInvariantError } from '../ledger/holdings.ts'
import { moveSequence } from '../ledger/sequence.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { SUCCESS: 0, BAD_SEQ: -1 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 11, bumpSeqResult: { code: CODES[code] } })
}

/** Raises a sequence number; one that is there already stays, and counts as moved all the same. */
export function bumpSequence({ bumpTo }: xdr.BumpSequenceOpWire): OperationRule {
  return {
    threshold: 'low',
    notRun: result('SUCCESS').result,
    check: () => (bumpTo < 0n ? result('BAD_SEQ') : undefined),
    apply: ({ state, source }) => {
      const account = state.account(source)
      if (account === undefined) throw new LedgerInvariantError(`account ${source}`)
      moveSequence(state, account, bumpTo > account.sequence ? bumpTo : account.sequence)
      return result('SUCCESS')
    },
  }
}
