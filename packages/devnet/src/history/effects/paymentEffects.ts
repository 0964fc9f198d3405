import type { xdr } from '@stellar/stellar-sdk'
import { NATIVE } from '../../ledger/entries.ts'
import { accountIdOf, assetIdOf } from '../../ledger/wire.ts'
import { type Address, addressOf } from '../address.ts'
import { receivedAmount, sentAmount } from '../claims.ts'
import type { OperationRow } from '../operationsOf.ts'
import type { Made } from './effect.ts'
import { tradeEffects } from './tradeEffects.ts'

type Sum = { readonly asset: string; readonly amount: bigint }

export function credited(account: Address, { asset, amount }: Sum): Made {
  return { account, effect: { type: 'account_credited', asset, amount } }
}

export function debited(account: Address, { asset, amount }: Sum): Made {
  return { account, effect: { type: 'account_debited', asset, amount } }
}

export function creationEffects(operation: OperationRow, body: xdr.CreateAccountOpWire): readonly Made[] {
  const created = { accountId: accountIdOf(body.destination) }
  const { startingBalance } = body
  return [
    { account: created, effect: { type: 'account_created', startingBalance } },
    debited(addressOf(operation.source), { asset: NATIVE, amount: startingBalance }),
    { account: created, effect: { type: 'signer_created', key: created.accountId, weight: 1 } },
  ]
}

export function paymentEffects(operation: OperationRow, body: xdr.PaymentOpWire): readonly Made[] {
  const paid = { asset: assetIdOf(body.asset), amount: body.amount }
  return [credited(addressOf(body.destination), paid), debited(addressOf(operation.source), paid)]
}

export function strictReceiveEffects(
  operation: OperationRow,
  { destination, destAsset, destAmount, sendAsset }: xdr.PathPaymentStrictReceiveOpWire,
): readonly Made[] {
  const asset = assetIdOf(sendAsset)
  const amount = sentAmount(operation.result, { sendAsset: asset, destAmount })
  return [
    credited(addressOf(destination), { asset: assetIdOf(destAsset), amount: destAmount }),
    debited(addressOf(operation.source), { asset, amount }),
    ...tradeEffects(operation),
  ]
}

export function strictSendEffects(
  operation: OperationRow,
  { destination, destAsset, sendAsset, sendAmount }: xdr.PathPaymentStrictSendOpWire,
): readonly Made[] {
  return [
    credited(addressOf(destination), { asset: assetIdOf(destAsset), amount: receivedAmount(operation.result) }),
    debited(addressOf(operation.source), { asset: assetIdOf(sendAsset), amount: sendAmount }),
    ...tradeEffects(operation),
  ]
}

export function mergeEffects(operation: OperationRow, destination: xdr.MuxedAccountWire): readonly Made[] {
  const { result } = operation
  if (result?.type !== 8 || result.accountMergeResult.code !== 0) return []
  const merged = { asset: NATIVE, amount: result.accountMergeResult.sourceAccountBalance }
  const source = addressOf(operation.source)
  return [
    debited(source, merged),
    credited(addressOf(destination), merged),
    { account: source, effect: { type: 'account_removed' } },
  ]
}

export function inflationEffects({ result }: OperationRow): readonly Made[] {
  if (result?.type !== 9 || result.inflationResult.code !== 0) return []
  return result.inflationResult.payouts.map(({ destination, amount }) =>
    credited({ accountId: accountIdOf(destination) }, { asset: NATIVE, amount }),
  )
}

/** What is clawed back is burned, and yet Horizon credits it to the issuer. */
export function clawbackEffects(operation: OperationRow, { asset, from, amount }: xdr.ClawbackOpWire): readonly Made[] {
  const taken = { asset: assetIdOf(asset), amount }
  return [credited(addressOf(operation.source), taken), debited(addressOf(from), taken)]
}
