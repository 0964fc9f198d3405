import type { OperationRow } from '../operationsOf.ts'
import { positionInOperation } from '../toid.ts'
import { bumpEffects, dataEffects, optionEffects } from './accountEffects.ts'
import { balanceCreationEffects, balanceEndEffects } from './balanceEffects.ts'
import type { EffectRow, Made } from './effect.ts'
import {
  clawbackEffects,
  creationEffects,
  inflationEffects,
  mergeEffects,
  paymentEffects,
  strictReceiveEffects,
  strictSendEffects,
} from './paymentEffects.ts'
import { liquidityEffects, poolLifeEffects } from './poolEffects.ts'
import { sponsorshipEffects } from './sponsorshipEffects.ts'
import { tradeEffects } from './tradeEffects.ts'
import { allowTrustEffects, trustEffects, trustlineFlagEffects } from './trustlineEffects.ts'

/**
 * What an operation did, account by account, as Horizon derives it: first what its type tells, then who sponsors what, then pools that came or went. Those of
 * failed transactions did nothing; fees and sequence numbers never show.
 */
export function effectsOf(operation: OperationRow): readonly EffectRow[] {
  const { transaction, position } = operation
  if (!transaction.isSuccessful) return []
  const made = [...ownEffects(operation), ...sponsorshipEffects(operation), ...poolLifeEffects(operation)]
  return made.map(({ account, effect }, at) => ({
    position: positionInOperation(position, at + 1),
    operation: position,
    index: at + 1,
    closeTime: transaction.closeTime,
    account,
    effect,
  }))
}

function ownEffects(operation: OperationRow): readonly Made[] {
  const { body } = operation
  switch (body.type) {
    case 0:
      return creationEffects(operation, body.createAccountOp)
    case 1:
      return paymentEffects(operation, body.paymentOp)
    case 2:
      return strictReceiveEffects(operation, body.pathPaymentStrictReceiveOp)
    case 3:
    case 4:
    case 12:
      return tradeEffects(operation)
    case 5:
      return optionEffects(operation, body.setOptionsOp)
    case 6:
      return trustEffects(operation, body.changeTrustOp)
    case 7:
      return allowTrustEffects(operation, body.allowTrustOp)
    case 8:
      return mergeEffects(operation, body.destination)
    case 9:
      return inflationEffects(operation)
    case 10:
      return dataEffects(operation, body.manageDataOp)
    case 11:
      return bumpEffects(operation)
    case 13:
      return strictSendEffects(operation, body.pathPaymentStrictSendOp)
    case 14:
      return balanceCreationEffects(operation, body.createClaimableBalanceOp)
    case 15:
      return balanceEndEffects(operation, body.claimClaimableBalanceOp.balanceId)
    case 19:
      return clawbackEffects(operation, body.clawbackOp)
    case 20:
      return balanceEndEffects(operation, body.clawbackClaimableBalanceOp.balanceId)
    case 21:
      return trustlineFlagEffects(operation, body.setTrustLineFlagsOp)
    case 22:
      return liquidityEffects(operation, body.liquidityPoolDepositOp.liquidityPoolId)
    case 23:
      return liquidityEffects(operation, body.liquidityPoolWithdrawOp.liquidityPoolId)
    default:
      return [] // the frame of a sponsorship, its revocation, and contracts, whose events nobody keeps here
  }
}
