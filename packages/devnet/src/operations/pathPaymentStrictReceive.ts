import { MAX_OFFERS_TO_CROSS } from '@sdex/matching'
import type { xdr } from '@stellar/stellar-sdk'
import { convert } from '../ledger/conversion.ts'
import type { Claim } from '../ledger/crossing.ts'
import { credit, debit } from '../ledger/payments.ts'
import { accountWire, assetIdOf, isAssetWireValid, unmuxed } from '../ledger/wire.ts'
import { claimsWire, hasDestination, NO_PAYMENT } from './pathPayment.ts'
import { EXCEEDED_WORK_LIMIT, inner, type OperationContext, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = {
  MALFORMED: -1,
  UNDERFUNDED: -2,
  SRC_NO_TRUST: -3,
  SRC_NOT_AUTHORIZED: -4,
  NO_DESTINATION: -5,
  NO_TRUST: -6,
  NOT_AUTHORIZED: -7,
  LINE_FULL: -8,
  TOO_FEW_OFFERS: -10,
  OFFER_CROSS_SELF: -11,
  OVER_SENDMAX: -12,
} as const

function refused(code: keyof typeof CODES): OperationOutcome {
  return inner(false, { type: 2, pathPaymentStrictReceiveResult: { code: CODES[code] } })
}

function success(success: xdr.PathPaymentStrictReceiveResultSuccessWire): OperationOutcome {
  return inner(true, { type: 2, pathPaymentStrictReceiveResult: { code: 0, success } })
}

/** Pays an exact amount to its destination, and for it at most another amount of another asset. */
export function pathPaymentStrictReceive(operation: xdr.PathPaymentStrictReceiveOpWire): OperationRule {
  const { destAmount, sendMax } = operation
  return {
    threshold: 'medium',
    notRun: success(NO_PAYMENT).result,
    check: () => {
      const areAssetsValid = [operation.sendAsset, operation.destAsset, ...operation.path].every(isAssetWireValid)
      return destAmount <= 0n || sendMax <= 0n || !areAssetsValid ? refused('MALFORMED') : undefined
    },
    apply: (context) => pay(context, operation),
  }
}

/** Works backwards: the destination is credited first, then each hop tells what the one before it must deliver. */
function pay({ state, source }: OperationContext, operation: xdr.PathPaymentStrictReceiveOpWire): OperationOutcome {
  const { destAmount } = operation
  const destination = unmuxed(operation.destination)
  const destAsset = assetIdOf(operation.destAsset)
  const sendAsset = assetIdOf(operation.sendAsset)
  const receiver = { accountId: destination, asset: destAsset }
  const path = operation.path.map(assetIdOf)
  if (!hasDestination(state, receiver, [...path, sendAsset])) return refused('NO_DESTINATION')
  const unreceived = credit(state, receiver, destAmount)
  if (unreceived !== undefined) return refused(unreceived)

  let claims: readonly Claim[] = []
  let [wheat, amount, budget] = [destAsset, destAmount, MAX_OFFERS_TO_CROSS]
  for (const sheep of [...path.reverse(), sendAsset]) {
    if (sheep === wheat) continue
    const hop = convert(state, { sheep, wheat, rounding: 'strictReceive', amount, source, budget })
    if (hop === 'exceededWorkLimit') return EXCEEDED_WORK_LIMIT
    if (typeof hop === 'string') return refused(hop === 'crossSelf' ? 'OFFER_CROSS_SELF' : 'TOO_FEW_OFFERS')
    claims = [...hop.claims, ...claims]
    budget -= hop.used
    amount = hop.sent
    wheat = sheep
  }
  if (amount > operation.sendMax) return refused('OVER_SENDMAX')
  const unpaid = debit(state, { accountId: source, asset: sendAsset }, amount)
  if (unpaid !== undefined) return refused(unpaid)
  const last = { destination: accountWire(destination), asset: operation.destAsset, amount: destAmount }
  return { ...success({ offers: claimsWire(claims), last }), crossed: { claims, restingId: undefined } }
}
