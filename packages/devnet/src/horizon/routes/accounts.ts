import type { AccountEntry } from '../../ledger/entries.ts'
import { renderAccount } from '../accountBody.ts'
import { pathAccount } from '../apiRequest.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'

/** @param streamUpdates - Streams an account again when it has changed, as Horizon does not. */
export function accountRoutes(data: HorizonData, streamUpdates: boolean): readonly Route[] {
  return [
    {
      path: '/accounts/{account_id}',
      family: 'state',
      streams: true,
      open: (request) => {
        const id = pathAccount(request)
        return {
          type: 'object',
          read: () => renderAccount(data, request.origin, findAccount(data, id)),
          // Horizon compares the account ids alone, so that its stream never sends an account twice (stellar/go #2854).
          isNews: (last, now) => streamUpdates && last !== now,
        }
      },
    },
  ]
}

function findAccount({ state }: HorizonData, id: string): AccountEntry {
  const account = state.account(id)
  if (account !== undefined) return account
  throw new ProblemError(notFound)
}
