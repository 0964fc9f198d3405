import type { xdr } from '@stellar/stellar-sdk'
import { NATIVE } from '../ledger/entries.ts'
import { isIssuer } from '../ledger/holdings.ts'
import { credit, debit } from '../ledger/payments.ts'
import { assetIdOf, isAssetWireValid, unmuxed } from '../ledger/wire.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = {
  SUCCESS: 0,
  MALFORMED: -1,
  UNDERFUNDED: -2,
  SRC_NO_TRUST: -3,
  SRC_NOT_AUTHORIZED: -4,
  NO_DESTINATION: -5,
  NO_TRUST: -6,
  NOT_AUTHORIZED: -7,
  LINE_FULL: -8,
} as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 1, paymentResult: { code: CODES[code] } })
}

/** Pays an amount of one asset. The ledger credits the destination first, so that what hinders it there is told before what hinders the source. */
export function payment(operation: xdr.PaymentOpWire): OperationRule {
  const destination = unmuxed(operation.destination)
  const asset = assetIdOf(operation.asset)
  const { amount } = operation
  const receiver = { accountId: destination, asset }
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: () => (amount <= 0n || !isAssetWireValid(operation.asset) ? result('MALFORMED') : undefined),
    apply: ({ state, source }) => {
      // Lumens to oneself succeed at once, whatever the balance.
      if (destination === source && asset === NATIVE) return result('SUCCESS')
      // An issuer takes its own asset back also when its account is gone.
      if (state.account(destination) === undefined && !isIssuer(receiver)) return result('NO_DESTINATION')
      const refusal = credit(state, receiver, amount) ?? debit(state, { accountId: source, asset }, amount)
      return result(refusal ?? 'SUCCESS')
    },
  }
}
