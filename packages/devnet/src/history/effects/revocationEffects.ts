import type { ClaimableBalanceEntry, EntryChange } from '../../ledger/entries.ts'
import { predicateWire } from '../../ledger/predicates.ts'
import { addressOf } from '../address.ts'
import type { OperationRow } from '../operationsOf.ts'
import type { Made } from './effect.ts'
import { movedOutOf, poolChanges, poolShown } from './poolChanges.ts'

/**
 * What became of the pool shares of a trustor who lost an authorization (CAP-38). However many pools there were, Horizon tells one revocation, of the pool
 * whose id comes first, with the last balance of each asset.
 */
export function revocationEffects(operation: OperationRow): readonly Made[] {
  const balances = operation.changes.flatMap(createdBalance)
  const [change] = poolChanges(operation.changes)
  const pool = change && poolShown(change)
  if (balances.length === 0 || change === undefined || pool === undefined) return []
  const account = addressOf(operation.source)
  const { amountA, amountB, shares } = movedOutOf(change)
  const reserves = [
    { asset: pool.assetA, amount: amountA },
    { asset: pool.assetB, amount: amountB },
  ].flatMap(({ asset, amount }) => {
    const balance = balances.findLast((candidate) => candidate.asset === asset)
    return balance === undefined ? [] : [{ asset, amount, balanceId: balance.id }]
  })
  return [
    ...balances.flatMap((balance): readonly Made[] => {
      const { id: balanceId, asset, amount, claimants } = balance
      const told = { balanceId, asset, amount }
      return [
        { account, effect: { type: 'claimable_balance_created', ...told } },
        ...claimants.map(({ accountId, predicate }): Made => {
          const effect = {
            type: 'claimable_balance_claimant_created',
            ...told,
            predicate: predicateWire(predicate),
          } as const
          return { account: { accountId }, effect }
        }),
      ]
    }),
    { account, effect: { type: 'liquidity_pool_revoked', pool, reserves, shares } },
  ]
}

function createdBalance(change: EntryChange): readonly ClaimableBalanceEntry[] {
  return change.type === 'created' && change.after.type === 'claimableBalance' ? [change.after] : []
}
