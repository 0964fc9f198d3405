import { addressOf } from '../../history/address.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import { renderAddress } from '../addressBody.ts'
import type { JsonObject } from '../json.ts'
import { link } from '../links.ts'
import { renderTransaction } from '../transactionBody.ts'
import { renderTime } from '../values.ts'
import { bumpSequenceBody, manageDataBody, setOptionsBody } from './account.ts'
import {
  claimClaimableBalanceBody,
  clawbackClaimableBalanceBody,
  createClaimableBalanceBody,
} from './claimableBalances.ts'
import { invokeBody } from './contracts.ts'
import { depositBody, withdrawBody } from './liquidityPools.ts'
import { buyOfferBody, passiveOfferBody, sellOfferBody } from './offers.ts'
import {
  accountMergeBody,
  clawbackBody,
  createAccountBody,
  paymentBody,
  strictReceiveBody,
  strictSendBody,
} from './payments.ts'
import { beginSponsoringBody, endSponsoringBody, revokeSponsorshipBody } from './sponsorships.ts'
import { allowTrustBody, changeTrustBody, setTrustLineFlagsBody } from './trustlines.ts'

/** By their numbers. */
const NAMES = [
  'create_account',
  'payment',
  'path_payment_strict_receive',
  'manage_sell_offer',
  'create_passive_sell_offer',
  'set_options',
  'change_trust',
  'allow_trust',
  'account_merge',
  'inflation',
  'manage_data',
  'bump_sequence',
  'manage_buy_offer',
  'path_payment_strict_send',
  'create_claimable_balance',
  'claim_claimable_balance',
  'begin_sponsoring_future_reserves',
  'end_sponsoring_future_reserves',
  'revoke_sponsorship',
  'clawback',
  'clawback_claimable_balance',
  'set_trust_line_flags',
  'liquidity_pool_deposit',
  'liquidity_pool_withdraw',
  'invoke_host_function',
  'extend_footprint_ttl',
  'restore_footprint',
] as const

/** What a body holds beside the operation itself. */
export type OperationView = { readonly origin: string; readonly joinsTransactions: boolean }

/** An operation as every route prints it. Its neighbours' links lead to effects, as in Horizon. */
export function renderOperation(operation: OperationRow, { origin, joinsTransactions }: OperationView): JsonObject {
  const { transaction, body, source, sponsor } = operation
  const id = operation.position.toString()
  return {
    _links: {
      self: link(origin, `/operations/${id}`),
      transaction: link(origin, `/transactions/${transaction.hash}`),
      effects: link(origin, `/operations/${id}/effects`),
      succeeds: link(origin, `/effects?order=desc&cursor=${id}`),
      precedes: link(origin, `/effects?order=asc&cursor=${id}`),
    },
    id,
    paging_token: id,
    transaction_successful: transaction.isSuccessful,
    ...renderAddress('source_account', addressOf(source)),
    type: NAMES[body.type],
    type_i: body.type,
    created_at: renderTime(transaction.closeTime),
    transaction_hash: transaction.hash,
    transaction: joinsTransactions ? renderTransaction(origin, transaction) : undefined,
    sponsor,
    ...ownBody(operation),
  }
}

function ownBody(operation: OperationRow): JsonObject {
  const { body } = operation
  switch (body.type) {
    case 0:
      return createAccountBody(operation, body.createAccountOp)
    case 1:
      return paymentBody(operation, body.paymentOp)
    case 2:
      return strictReceiveBody(operation, body.pathPaymentStrictReceiveOp)
    case 3:
      return sellOfferBody(body.manageSellOfferOp)
    case 4:
      return passiveOfferBody(body.createPassiveSellOfferOp)
    case 5:
      return setOptionsBody(body.setOptionsOp)
    case 6:
      return changeTrustBody(operation, body.changeTrustOp)
    case 7:
      return allowTrustBody(operation, body.allowTrustOp)
    case 8:
      return accountMergeBody(operation, body.destination)
    case 10:
      return manageDataBody(body.manageDataOp)
    case 11:
      return bumpSequenceBody(body.bumpSequenceOp)
    case 12:
      return buyOfferBody(body.manageBuyOfferOp)
    case 13:
      return strictSendBody(operation, body.pathPaymentStrictSendOp)
    case 14:
      return createClaimableBalanceBody(body.createClaimableBalanceOp)
    case 15:
      return claimClaimableBalanceBody(operation, body.claimClaimableBalanceOp)
    case 16:
      return beginSponsoringBody(body.beginSponsoringFutureReservesOp)
    case 17:
      return endSponsoringBody(operation)
    case 18:
      return revokeSponsorshipBody(body.revokeSponsorshipOp)
    case 19:
      return clawbackBody(body.clawbackOp)
    case 20:
      return clawbackClaimableBalanceBody(body.clawbackClaimableBalanceOp)
    case 21:
      return setTrustLineFlagsBody(body.setTrustLineFlagsOp)
    case 22:
      return depositBody(operation, body.liquidityPoolDepositOp)
    case 23:
      return withdrawBody(operation, body.liquidityPoolWithdrawOp)
    case 24:
      return invokeBody(body.invokeHostFunctionOp)
    default:
      return {} // inflation has no members, and other operations of contracts are in no ledger here
  }
}
