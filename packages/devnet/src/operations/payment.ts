import type { xdr } from '@stellar/stellar-sdk'
import { NATIVE } from '../ledger/entries.ts'
import { addBalance, isAuthorized, isIssuer } from '../ledger/holdings.ts'
import { assetIdOf, isAssetWireValid, unmuxed } from '../ledger/wire.ts'
import { inner, type OperationContext, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = {
  success: 0,
  malformed: -1,
  underfunded: -2,
  srcNoTrust: -3,
  srcNotAuthorized: -4,
  noDestination: -5,
  noTrust: -6,
  notAuthorized: -7,
  lineFull: -8,
} as const
type Code = keyof typeof CODES

function result(code: Code): OperationOutcome {
  return inner(code === 'success', { type: 1, paymentResult: { code: CODES[code] } })
}

/** Moves an amount of one asset. The destination is credited first: its errors come before the source's. */
export function payment(operation: xdr.PaymentOpWire): OperationRule {
  const destination = unmuxed(operation.destination)
  const asset = assetIdOf(operation.asset)
  const { amount } = operation

  const credit = ({ state }: OperationContext): Code => {
    const holder = { accountId: destination, asset }
    // Credit that returns to its issuer vanishes, so the issuer's account need not exist.
    if (isIssuer(holder)) return 'success'
    if (state.account(destination) === undefined) return 'noDestination'
    if (asset !== NATIVE) {
      const line = state.trustline(destination, asset)
      if (line === undefined) return 'noTrust'
      if (!isAuthorized(line)) return 'notAuthorized'
    }
    return addBalance(state, holder, amount) ? 'success' : 'lineFull'
  }
  const debit = ({ state, source }: OperationContext): Code => {
    const holder = { accountId: source, asset }
    if (asset !== NATIVE && !isIssuer(holder)) {
      const line = state.trustline(source, asset)
      if (line === undefined) return 'srcNoTrust'
      if (!isAuthorized(line)) return 'srcNotAuthorized'
    }
    return addBalance(state, holder, -amount) ? 'success' : 'underfunded'
  }

  return {
    threshold: 'medium',
    notRun: result('success').result,
    check: () => (amount <= 0n || !isAssetWireValid(operation.asset) ? result('malformed') : undefined),
    apply: (context) => {
      if (asset === NATIVE && destination === context.source) return result('success') // no balance is looked at
      const credited = credit(context)
      return result(credited === 'success' ? debit(context) : credited)
    },
  }
}
