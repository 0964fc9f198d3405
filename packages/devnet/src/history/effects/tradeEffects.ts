import { type Address, addressOf } from '../address.ts'
import { claimsOf, type ReadClaim } from '../claims.ts'
import type { OperationRow } from '../operationsOf.ts'
import type { Made } from './effect.ts'
import { poolOf } from './poolChanges.ts'

/** The effects of what an operation took from books and pools: two of each offer, for the taker and the maker, one of each swap. */
export function tradeEffects(operation: OperationRow): readonly Made[] {
  const taker = addressOf(operation.source)
  return claimsOf(operation.result).flatMap((claim) => {
    if (claim.amountSold === 0n && claim.amountBought === 0n) return [] // an offer that became worthless, and was deleted
    return claim.type === 'offer' ? offerEffects(taker, claim) : swapEffects(operation, taker, claim)
  })
}

type Claimed<Type extends ReadClaim['type']> = Extract<ReadClaim, { type: Type }>

function offerEffects(taker: Address, claim: Claimed<'offer'>): readonly Made[] {
  const { offerId, sold, amountSold, bought, amountBought } = claim
  const maker = { accountId: claim.seller }
  const theirs = { sold, amountSold, bought, amountBought }
  const ours = { sold: bought, amountSold: amountBought, bought: sold, amountBought: amountSold }
  return [
    { account: taker, effect: { type: 'trade', seller: maker, offerId, ...ours } },
    { account: maker, effect: { type: 'trade', seller: taker, offerId, ...theirs } },
  ]
}

/** The pool is shown as the whole operation left it, also by the first of several swaps. */
function swapEffects(operation: OperationRow, taker: Address, claim: Claimed<'pool'>): readonly Made[] {
  const { poolId, sold, amountSold, bought, amountBought } = claim
  const pool = poolOf(operation.changes, poolId)
  if (pool === undefined) return []
  return [{ account: taker, effect: { type: 'liquidity_pool_trade', pool, sold, amountSold, bought, amountBought } }]
}
