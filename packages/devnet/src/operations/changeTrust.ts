import type { xdr } from '@stellar/stellar-sdk'
import {
  type AssetId,
  AUTH_CLAWBACK_ENABLED,
  AUTH_REQUIRED,
  AUTHORIZED,
  issuerOf,
  NATIVE,
  TRUSTLINE_CLAWBACK_ENABLED,
} from '../ledger/entries.ts'
import { addSubentry, removeSubentry } from '../ledger/subentries.ts'
import { assetIdOf, isAssetWireValid } from '../ledger/wire.ts'
import {
  inner,
  NOT_SUPPORTED,
  type OperationContext,
  type OperationOutcome,
  type OperationRule,
  TOO_MANY_SUBENTRIES,
} from './rule.ts'

const CODES = { success: 0, malformed: -1, noIssuer: -2, invalidLimit: -3, lowReserve: -4 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'success', { type: 6, changeTrustResult: { code: CODES[code] } })
}

/** Opens, changes or closes a trustline. Lines of liquidity pools are not supported. */
export function changeTrust(operation: xdr.ChangeTrustOpWire): OperationRule {
  const { line, limit } = operation
  if (line.type === 3) return unsupportedPoolLine()
  const asset = assetIdOf(line)
  return {
    threshold: 'medium',
    notRun: result('success').result,
    check: ({ source }) => {
      const isMalformed = limit < 0n || !isAssetWireValid(line) || asset === NATIVE || issuerOf(asset) === source
      return isMalformed ? result('malformed') : undefined
    },
    apply: (context) =>
      context.state.trustline(context.source, asset) === undefined
        ? open(context, asset, limit)
        : change(context, asset, limit),
  }
}

function open({ state, source }: OperationContext, asset: AssetId, limit: bigint): OperationOutcome {
  const issuer = state.account(issuerOf(asset) ?? '')
  if (limit === 0n) return result('invalidLimit')
  if (issuer === undefined) return result('noIssuer')
  const refusal = addSubentry(state, source)
  if (refusal !== undefined) return refusal === 'lowReserve' ? result('lowReserve') : TOO_MANY_SUBENTRIES
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
    lastModifiedLedger: state.header.ledgerSequence,
  })
  return result('success')
}

function change({ state, source }: OperationContext, asset: AssetId, limit: bigint): OperationOutcome {
  const line = state.trustline(source, asset)
  if (line === undefined || limit < line.balance + line.buyingLiabilities) return result('invalidLimit')
  if (limit === 0n) {
    state.remove(line)
    removeSubentry(state, source)
    return result('success')
  }
  if (state.account(issuerOf(asset) ?? '') === undefined) return result('noIssuer')
  state.put({ ...line, limit })
  return result('success')
}

function unsupportedPoolLine(): OperationRule {
  return {
    threshold: 'medium',
    notRun: result('success').result,
    check: () => NOT_SUPPORTED,
    apply: () => NOT_SUPPORTED,
  }
}
