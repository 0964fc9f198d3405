import { isAccountId, STROOPS_PER_UNIT, type Stroops } from '@sdex/primitives'
import type { Friendbot } from '../../friendbot/createFriendbot.ts'
import { FundingError } from '../../friendbot/errors.ts'
import { badRequest, invalidField, ProblemError } from '../problem.ts'
import { halReply } from '../reply.ts'
import type { Command } from '../route.ts'
import { renderTransaction } from '../transactionBody.ts'

/** What testnet's friendbot gives: 10,000 lumens. */
export const FRIENDBOT_AMOUNT: Stroops = 10_000n * STROOPS_PER_UNIT

/** Horizon redirects to a service beside it; here the service answers on the same route. */
export function friendbotCommands(friendbot: Friendbot): readonly Command[] {
  return [
    {
      path: '/friendbot',
      methods: ['GET', 'POST'],
      run: async ({ fields, origin }) => {
        const accountId = fields.get('addr') ?? ''
        if (!isAccountId(accountId))
          throw invalidField('addr', 'Account ID must start with `G` and contain 56 alphanum characters')
        try {
          return halReply(renderTransaction(origin, await friendbot.fund(accountId, FRIENDBOT_AMOUNT)))
        } catch (error) {
          if (!(error instanceof FundingError)) throw error
          throw new ProblemError({ ...badRequest, detail: 'account already funded to starting balance' })
        }
      },
    },
  ]
}
