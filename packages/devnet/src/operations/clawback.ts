import type { xdr } from '@stellar/stellar-sdk'
import { TRUSTLINE_CLAWBACK_ENABLED } from '../ledger/entries.ts'
import { isIssuer } from '../ledger/holdings.ts'
import { assetIdOf, isAssetWireValid, unmuxed } from '../ledger/wire.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { SUCCESS: 0, MALFORMED: -1, NOT_CLAWBACK_ENABLED: -2, NO_TRUST: -3, UNDERFUNDED: -4 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 19, clawbackResult: { code: CODES[code] } })
}

/** Destroys an amount of an asset of the source that someone else holds, offered amounts excepted (CAP-35). */
export function clawback(operation: xdr.ClawbackOpWire): OperationRule {
  const { amount } = operation
  const from = unmuxed(operation.from)
  const asset = assetIdOf(operation.asset)
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: ({ source }) => {
      const isAssetBad = !isAssetWireValid(operation.asset) || !isIssuer({ accountId: source, asset })
      return isAssetBad || from === source || amount < 1n ? result('MALFORMED') : undefined
    },
    apply: ({ state }) => {
      const line = state.trustline(from, asset)
      if (line === undefined) return result('NO_TRUST')
      if ((line.flags & TRUSTLINE_CLAWBACK_ENABLED) === 0) return result('NOT_CLAWBACK_ENABLED')
      // Authorization does not matter here, so this is not `addBalance`.
      if (line.balance - amount < line.sellingLiabilities) return result('UNDERFUNDED')
      state.put({ ...line, balance: line.balance - amount })
      return result('SUCCESS')
    },
  }
}
