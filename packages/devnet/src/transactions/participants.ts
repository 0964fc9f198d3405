import type { xdr } from '@stellar/stellar-sdk'
import { accountIdOf, unmuxed } from '../ledger/wire.ts'

/** Horizon lists a transaction under its source and under everyone whom an operation names as source or receiver; makers are not among them. */
export function participantsOf({ source, sources, contents }: Named): readonly string[] {
  const named = contents.operations.flatMap(({ body }) => namedBy(body))
  return [...new Set([source, ...sources, ...named])]
}

type Named = {
  readonly source: string
  readonly sources: readonly string[]
  readonly contents: { readonly operations: readonly { readonly body: Body }[] }
}

type Body = xdr.OperationBodyWire

/** Whom an operation names. Its sponsor, whom only its changes tell, takes part too. */
export function namedBy(body: Body): readonly string[] {
  switch (body.type) {
    case 0:
      return [accountIdOf(body.createAccountOp.destination)]
    case 1:
      return [unmuxed(body.paymentOp.destination)]
    case 2:
      return [unmuxed(body.pathPaymentStrictReceiveOp.destination)]
    case 7:
      return [accountIdOf(body.allowTrustOp.trustor)]
    case 8:
      return [unmuxed(body.destination)]
    case 13:
      return [unmuxed(body.pathPaymentStrictSendOp.destination)]
    case 14:
      return body.createClaimableBalanceOp.claimants.map(({ v0 }) => accountIdOf(v0.destination))
    case 16:
      return [accountIdOf(body.beginSponsoringFutureReservesOp.sponsoredId)]
    case 18: {
      const owner = ownerNamedBy(body.revokeSponsorshipOp)
      return owner === undefined ? [] : [owner]
    }
    case 19:
      return [unmuxed(body.clawbackOp.from)]
    case 21:
      return [accountIdOf(body.setTrustLineFlagsOp.trustor)]
    default:
      return []
  }
}

/** Of the entry, or of the account whose signer it is; a claimable balance has none. */
function ownerNamedBy(operation: xdr.RevokeSponsorshipOpWire): string | undefined {
  if (operation.type === 1) return accountIdOf(operation.signer.accountId)
  const key = operation.ledgerKey
  switch (key.type) {
    case 0:
      return accountIdOf(key.account.accountId)
    case 1:
      return accountIdOf(key.trustLine.accountId)
    case 2:
      return accountIdOf(key.offer.sellerId)
    case 3:
      return accountIdOf(key.data.accountId)
    default:
      return undefined
  }
}
