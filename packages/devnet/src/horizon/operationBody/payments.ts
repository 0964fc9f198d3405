import { formatAmount } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import { type Address, addressOf } from '../../history/address.ts'
import { receivedAmount, sentAmount } from '../../history/claims.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import { accountIdOf, assetIdOf } from '../../ledger/wire.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { renderAsset } from '../values.ts'

export function createAccountBody({ source }: OperationRow, body: xdr.CreateAccountOpWire): JsonObject {
  return {
    starting_balance: formatAmount(body.startingBalance),
    ...renderAddress('funder', addressOf(source)),
    account: accountIdOf(body.destination),
  }
}

type Paid = { readonly from: Address; readonly to: Address; readonly asset: xdr.AssetWire; readonly amount: bigint }

function paid({ from, to, asset, amount }: Paid): JsonObject {
  return {
    ...renderAsset(assetIdOf(asset)),
    ...renderAddress('from', from),
    ...renderAddress('to', to),
    amount: formatAmount(amount),
  }
}

export function paymentBody({ source }: OperationRow, { destination, asset, amount }: xdr.PaymentOpWire): JsonObject {
  return paid({ from: addressOf(source), to: addressOf(destination), asset, amount })
}

/** What it took is known of a success alone. */
export function strictReceiveBody(
  { source, transaction, result }: OperationRow,
  body: xdr.PathPaymentStrictReceiveOpWire,
): JsonObject {
  const { destination, destAsset, destAmount } = body
  const sendAsset = assetIdOf(body.sendAsset)
  const sent = transaction.isSuccessful ? sentAmount(result, { sendAsset, destAmount }) : 0n
  return {
    ...paid({ from: addressOf(source), to: addressOf(destination), asset: destAsset, amount: destAmount }),
    path: body.path.map((asset) => renderAsset(assetIdOf(asset))),
    source_amount: formatAmount(sent),
    source_max: formatAmount(body.sendMax),
    ...renderAsset(sendAsset, 'source_'),
  }
}

/** What it brought is known of a success alone. */
export function strictSendBody({ source, result }: OperationRow, body: xdr.PathPaymentStrictSendOpWire): JsonObject {
  const to = addressOf(body.destination)
  return {
    ...paid({ from: addressOf(source), to, asset: body.destAsset, amount: receivedAmount(result) }),
    path: body.path.map((asset) => renderAsset(assetIdOf(asset))),
    source_amount: formatAmount(body.sendAmount),
    destination_min: formatAmount(body.destMin),
    ...renderAsset(assetIdOf(body.sendAsset), 'source_'),
  }
}

export function accountMergeBody({ source }: OperationRow, destination: xdr.MuxedAccountWire): JsonObject {
  return { ...renderAddress('account', addressOf(source)), ...renderAddress('into', addressOf(destination)) }
}

export function clawbackBody({ asset, from, amount }: xdr.ClawbackOpWire): JsonObject {
  return {
    ...renderAsset(assetIdOf(asset)),
    ...renderAddress('from', addressOf(from)),
    amount: formatAmount(amount),
  }
}
