import type { xdr } from '@stellar/stellar-sdk'
import { accountMerge } from './accountMerge.ts'
import { allowTrust } from './allowTrust.ts'
import { beginSponsoringFutureReserves } from './beginSponsoringFutureReserves.ts'
import { bumpSequence } from './bumpSequence.ts'
import { changeTrust } from './changeTrust.ts'
import { claimClaimableBalance } from './claimClaimableBalance.ts'
import { clawback } from './clawback.ts'
import { clawbackClaimableBalance } from './clawbackClaimableBalance.ts'
import { contractOperation } from './contractOperation.ts'
import { createAccount } from './createAccount.ts'
import { createClaimableBalance } from './createClaimableBalance.ts'
import { createPassiveSellOffer } from './createPassiveSellOffer.ts'
import { endSponsoringFutureReserves } from './endSponsoringFutureReserves.ts'
import { inflation } from './inflation.ts'
import { liquidityPoolDeposit } from './liquidityPoolDeposit.ts'
import { liquidityPoolWithdraw } from './liquidityPoolWithdraw.ts'
import { manageBuyOffer } from './manageBuyOffer.ts'
import { manageData } from './manageData.ts'
import { manageSellOffer } from './manageSellOffer.ts'
import { pathPaymentStrictReceive } from './pathPaymentStrictReceive.ts'
import { pathPaymentStrictSend } from './pathPaymentStrictSend.ts'
import { payment } from './payment.ts'
import { revokeSponsorship } from './revokeSponsorship.ts'
import type { OperationRule } from './rule.ts'
import { setOptions } from './setOptions.ts'
import { setTrustLineFlags } from './setTrustLineFlags.ts'

/** The rule of an operation, by its type. */
export function operationRule(body: xdr.OperationBodyWire): OperationRule {
  switch (body.type) {
    case 0:
      return createAccount(body.createAccountOp)
    case 1:
      return payment(body.paymentOp)
    case 2:
      return pathPaymentStrictReceive(body.pathPaymentStrictReceiveOp)
    case 3:
      return manageSellOffer(body.manageSellOfferOp)
    case 4:
      return createPassiveSellOffer(body.createPassiveSellOfferOp)
    case 5:
      return setOptions(body.setOptionsOp)
    case 6:
      return changeTrust(body.changeTrustOp)
    case 7:
      return allowTrust(body.allowTrustOp)
    case 8:
      return accountMerge(body.destination)
    case 9:
      return inflation()
    case 10:
      return manageData(body.manageDataOp)
    case 11:
      return bumpSequence(body.bumpSequenceOp)
    case 12:
      return manageBuyOffer(body.manageBuyOfferOp)
    case 13:
      return pathPaymentStrictSend(body.pathPaymentStrictSendOp)
    case 14:
      return createClaimableBalance(body.createClaimableBalanceOp)
    case 15:
      return claimClaimableBalance(body.claimClaimableBalanceOp)
    case 16:
      return beginSponsoringFutureReserves(body.beginSponsoringFutureReservesOp)
    case 17:
      return endSponsoringFutureReserves()
    case 18:
      return revokeSponsorship(body.revokeSponsorshipOp)
    case 19:
      return clawback(body.clawbackOp)
    case 20:
      return clawbackClaimableBalance(body.clawbackClaimableBalanceOp)
    case 21:
      return setTrustLineFlags(body.setTrustLineFlagsOp)
    case 22:
      return liquidityPoolDeposit(body.liquidityPoolDepositOp)
    case 23:
      return liquidityPoolWithdraw(body.liquidityPoolWithdrawOp)
    case 24:
    case 25:
    case 26:
      return contractOperation(body)
  }
}
