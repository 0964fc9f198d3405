import { Buffer } from 'node:buffer'
import { formatAmount, formatPrice } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import type { PoolMove } from '../../history/effects/effect.ts'
import { movedInto, movedOutOf, poolChange, poolShown } from '../../history/effects/poolChanges.ts'
import type { OperationRow } from '../../history/operationsOf.ts'
import type { PoolEntry } from '../../ledger/entries.ts'
import type { JsonObject } from '../json.ts'

const NOTHING: PoolMove = { amountA: 0n, amountB: 0n, shares: 0n }

export function depositBody(operation: OperationRow, body: xdr.LiquidityPoolDepositOpWire): JsonObject {
  const { minPrice, maxPrice, maxAmountA, maxAmountB } = body
  const id = poolId(body.liquidityPoolId)
  const change = poolChange(operation.changes, id)
  const pool = change && poolShown(change)
  const deposited = change === undefined ? NOTHING : movedInto(change)
  return {
    liquidity_pool_id: id,
    reserves_max: reserves(pool, { amountA: maxAmountA, amountB: maxAmountB }),
    min_price: formatPrice(minPrice),
    min_price_r: { n: minPrice.n, d: minPrice.d },
    max_price: formatPrice(maxPrice),
    max_price_r: { n: maxPrice.n, d: maxPrice.d },
    reserves_deposited: reserves(pool, deposited),
    shares_received: formatAmount(deposited.shares),
  }
}

export function withdrawBody(operation: OperationRow, body: xdr.LiquidityPoolWithdrawOpWire): JsonObject {
  const id = poolId(body.liquidityPoolId)
  const change = poolChange(operation.changes, id)
  const pool = change && poolShown(change)
  return {
    liquidity_pool_id: id,
    reserves_min: reserves(pool, { amountA: body.minAmountA, amountB: body.minAmountB }),
    shares: formatAmount(body.amount),
    reserves_received: reserves(pool, change === undefined ? NOTHING : movedOutOf(change)),
  }
}

function poolId(id: Uint8Array): string {
  return Buffer.from(id).toString('hex')
}

/** Which assets a failed operation meant is not told: nothing of the pool changed. */
function reserves(
  pool: PoolEntry | undefined,
  { amountA, amountB }: Pick<PoolMove, 'amountA' | 'amountB'>,
): readonly JsonObject[] {
  return [
    { asset: pool?.assetA, amount: formatAmount(amountA) },
    { asset: pool?.assetB, amount: formatAmount(amountB) },
  ]
}
