import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { releaseSubentry, reserveSubentry } from '../ledger/reserves.ts'
import { isTextValid } from '../ledger/text.ts'
import { inner, type OperationOutcome, type OperationRule, reserveResult } from './rule.ts'

const CODES = { SUCCESS: 0, NAME_NOT_FOUND: -2, LOW_RESERVE: -3, INVALID_NAME: -4 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 10, manageDataResult: { code: CODES[code] } })
}

/** Keeps a value under a name of the account, or removes it. */
export function manageData({ dataName, dataValue }: xdr.ManageDataOpWire): OperationRule {
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: () => (dataName.length === 0 || !isTextValid(dataName.bytes) ? result('INVALID_NAME') : undefined),
    apply: ({ state, source }) => {
      const name = dataName.toString()
      const known = state.data(source, name)
      if (dataValue === null) {
        if (known === undefined) return result('NAME_NOT_FOUND')
        state.remove(known)
        releaseSubentry(state, source, known.sponsor)
        return result('SUCCESS')
      }
      const value = Buffer.from(dataValue).toString('base64')
      if (known !== undefined) {
        state.put({ ...known, value })
        return result('SUCCESS')
      }
      const reserve = reserveSubentry(state, source)
      if ('refusal' in reserve) return reserveResult(reserve.refusal, result('LOW_RESERVE'))
      const { sponsor } = reserve
      state.put({
        type: 'data',
        accountId: source,
        name,
        value,
        sponsor,
        lastModifiedLedger: state.header.ledgerSequence,
      })
      return result('SUCCESS')
    },
  }
}
