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
  UNDER_DESTMIN: -12,
} as const

function refused(code: keyof typeof CODES): OperationOutcome {
  return inner(false, { type: 13, pathPaymentStrictSendResult: { code: CODES[code] } })
}

function success(success: xdr.PathPaymentStrictSendResultSuccessWire): OperationOutcome {
  return inner(true, { type: 13, pathPaymentStrictSendResult: { code: 0, success } })
}

/** Sends an exact amount, of which at least another amount of another asset has to arrive. */
export function pathPaymentStrictSend(operation: xdr.PathPaymentStrictSendOpWire): OperationRule {
  const { sendAmount, destMin } = operation
  return {
    threshold: 'medium',
    notRun: success(NO_PAYMENT).result,
    check: () => {
      const areAssetsValid = [operation.sendAsset, operation.destAsset, ...operation.path].every(isAssetWireValid)
      return sendAmount <= 0n || destMin <= 0n || !areAssetsValid ? refused('MALFORMED') : undefined
    },
    apply: (context) => pay(context, operation),
  }
}

/** Works forwards: the source is debited first, then each hop passes on what it received. A hop may pass on nothing. */
function pay({ state, source }: OperationContext, operation: xdr.PathPaymentStrictSendOpWire): OperationOutcome {
  const { sendAmount } = operation
  const destination = unmuxed(operation.destination)
  const destAsset = assetIdOf(operation.destAsset)
  const sendAsset = assetIdOf(operation.sendAsset)
  const receiver = { accountId: destination, asset: destAsset }
  const path = operation.path.map(assetIdOf)
  if (!hasDestination(state, receiver, [...path, sendAsset])) return refused('NO_DESTINATION')
  const unpaid = debit(state, { accountId: source, asset: sendAsset }, sendAmount)
  if (unpaid !== undefined) return refused(unpaid)

  const claims: Claim[] = []
  let [sheep, amount, budget] = [sendAsset, sendAmount, MAX_OFFERS_TO_CROSS]
  for (const wheat of [...path, destAsset]) {
    if (wheat === sheep) continue
    const hop = convert(state, { sheep, wheat, rounding: 'strictSend', amount, source, budget })
    if (hop === 'exceededWorkLimit') return EXCEEDED_WORK_LIMIT
    if (typeof hop === 'string') return refused(hop === 'crossSelf' ? 'OFFER_CROSS_SELF' : 'TOO_FEW_OFFERS')
    claims.push(...hop.claims)
    budget -= hop.used
    amount = hop.received
    sheep = wheat
  }
  if (amount < operation.destMin) return refused('UNDER_DESTMIN')
  const unreceived = credit(state, receiver, amount)
  if (unreceived !== undefined) return refused(unreceived)
  const last = { destination: accountWire(destination), asset: operation.destAsset, amount }
  return { ...success({ offers: claimsWire(claims), last }), crossed: { claims, restingId: undefined } }
}
