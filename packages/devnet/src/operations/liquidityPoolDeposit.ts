import { Buffer } from 'node:buffer'
import { deposit } from '@sdex/matching'
import { comparePrices } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import { type AssetId, NATIVE } from '../ledger/entries.ts'
import { POOL_DEPOSIT_DISABLED } from '../ledger/header.ts'
import { addBalance, available, isAuthorized, isIssuer, LedgerInvariantError, must } from '../ledger/holdings.ts'
import { inner, type OperationContext, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = {
  SUCCESS: 0,
  MALFORMED: -1,
  NO_TRUST: -2,
  NOT_AUTHORIZED: -3,
  UNDERFUNDED: -4,
  LINE_FULL: -5,
  BAD_PRICE: -6,
  POOL_FULL: -7,
} as const

/** By the words of `matching`. */
const REFUSALS = {
  underfunded: 'UNDERFUNDED',
  badPrice: 'BAD_PRICE',
  lineFull: 'LINE_FULL',
  poolFull: 'POOL_FULL',
} as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 22, liquidityPoolDepositResult: { code: CODES[code] } })
}

/** Deposits both assets of a pool for shares of it. */
export function liquidityPoolDeposit(operation: xdr.LiquidityPoolDepositOpWire): OperationRule {
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    isUnsupported: ({ header }) => (header.flags & POOL_DEPOSIT_DISABLED) !== 0,
    check: () => (isMalformed(operation) ? result('MALFORMED') : undefined),
    apply: (context) => depositInto(context, operation),
  }
}

function isMalformed({ maxAmountA, maxAmountB, minPrice, maxPrice }: xdr.LiquidityPoolDepositOpWire): boolean {
  const terms = [minPrice.n, minPrice.d, maxPrice.n, maxPrice.d]
  if (maxAmountA <= 0n || maxAmountB <= 0n || terms.some((term) => term <= 0)) return true
  return comparePrices(minPrice, maxPrice) > 0
}

function depositInto({ state, source }: OperationContext, operation: xdr.LiquidityPoolDepositOpWire): OperationOutcome {
  const { maxAmountA, maxAmountB, minPrice, maxPrice } = operation
  const poolId = Buffer.from(operation.liquidityPoolId).toString('hex')
  const share = state.poolShare(source, poolId)
  if (share === undefined) return result('NO_TRUST')
  const pool = state.pool(poolId)
  if (pool === undefined) throw new LedgerInvariantError(`pool ${poolId}`)
  const [a, b] = [pool.assetA, pool.assetB].map((asset) => ({ accountId: source, asset }))
  if (a === undefined || b === undefined) throw new LedgerInvariantError(`assets of pool ${poolId}`)
  const mayDeposit = (asset: AssetId): boolean => {
    if (asset === NATIVE || isIssuer({ accountId: source, asset })) return true
    const line = state.trustline(source, asset)
    return line !== undefined && isAuthorized(line)
  }
  if (!mayDeposit(pool.assetA) || !mayDeposit(pool.assetB)) return result('NOT_AUTHORIZED')
  const made = deposit(
    pool,
    { maxAmountA, maxAmountB, minPrice, maxPrice },
    { availableA: available(state, a), availableB: available(state, b), shareRoom: share.limit - share.balance },
  )
  if (made.type !== 'deposited') return result(REFUSALS[made.type])
  must(addBalance(state, a, -made.amountA), 'deposit of A')
  must(addBalance(state, b, -made.amountB), 'deposit of B')
  state.put({ ...share, balance: share.balance + made.shares })
  state.put({ ...pool, ...made.pool })
  return result('SUCCESS')
}
