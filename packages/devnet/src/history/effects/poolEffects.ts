import { Buffer } from 'node:buffer'
import { addressOf } from '../address.ts'
import type { OperationRow } from '../operationsOf.ts'
import type { Made } from './effect.ts'
import { movedInto, movedOutOf, poolChange, poolChanges, poolShown } from './poolChanges.ts'

/** A deposit or a withdrawal, told by what it changed. */
export function liquidityEffects(operation: OperationRow, wireId: Uint8Array): readonly Made[] {
  const change = poolChange(operation.changes, Buffer.from(wireId).toString('hex'))
  const pool = change && poolShown(change)
  if (change === undefined || pool === undefined) return []
  const account = addressOf(operation.source)
  return operation.body.type === 22
    ? [{ account, effect: { type: 'liquidity_pool_deposited', pool, ...movedInto(change) } }]
    : [{ account, effect: { type: 'liquidity_pool_withdrew', pool, ...movedOutOf(change) } }]
}

/** Pools that the operation made or removed, whatever it is. */
export function poolLifeEffects(operation: OperationRow): readonly Made[] {
  const account = addressOf(operation.source)
  return poolChanges(operation.changes).flatMap(({ before, after }): readonly Made[] => {
    if (before === undefined && after !== undefined)
      return [{ account, effect: { type: 'liquidity_pool_created', pool: after } }]
    if (before !== undefined && after === undefined)
      return [{ account, effect: { type: 'liquidity_pool_removed', poolId: before.id } }]
    return []
  })
}
