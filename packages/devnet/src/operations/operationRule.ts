import type { xdr } from '@stellar/stellar-sdk'
import { changeTrust } from './changeTrust.ts'
import { createAccount } from './createAccount.ts'
import { createPassiveSellOffer, manageBuyOffer, manageSellOffer } from './offerOperations.ts'
import { payment } from './payment.ts'
import { inner, NOT_SUPPORTED, type OperationRule } from './rule.ts'

/** The rule of an operation. One that this network does not run is refused as `opNOT_SUPPORTED`, before anything is charged. */
export function operationRule(body: xdr.OperationBodyWire): OperationRule {
  switch (body.type) {
    case 0:
      return createAccount(body.createAccountOp)
    case 1:
      return payment(body.paymentOp)
    case 3:
      return manageSellOffer(body.manageSellOfferOp)
    case 4:
      return createPassiveSellOffer(body.createPassiveSellOfferOp)
    case 6:
      return changeTrust(body.changeTrustOp)
    case 12:
      return manageBuyOffer(body.manageBuyOfferOp)
    default:
      return unsupported
  }
}

const unsupported: OperationRule = {
  threshold: 'medium',
  notRun: inner(false, { type: 9, inflationResult: { code: -1 } }).result, // never shown: `check` refuses first
  check: () => NOT_SUPPORTED,
  apply: () => NOT_SUPPORTED,
}
