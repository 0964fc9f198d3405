import { Buffer } from 'node:buffer'
import { withdraw } from '@sdex/matching'
import type { xdr } from '@stellar/stellar-sdk'
import { POOL_WITHDRAWAL_DISABLED } from '../ledger/header.ts'
import { addBalance, LedgerInvariantError, must, receivable } from '../ledger/holdings.ts'
import { inner, type OperationContext, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { SUCCESS: 0, MALFORMED: -1, NO_TRUST: -2, UNDERFUNDED: -3, LINE_FULL: -4, UNDER_MINIMUM: -5 } as const

/** By the words of `matching`. */
const REFUSALS = { underfunded: 'UNDERFUNDED', lineFull: 'LINE_FULL', underMinimum: 'UNDER_MINIMUM' } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 23, liquidityPoolWithdrawResult: { code: CODES[code] } })
}

/** Redeems shares of a pool for both its assets. Authorization to keep liabilities is enough, and a trustline of shares implies it. */
export function liquidityPoolWithdraw(operation: xdr.LiquidityPoolWithdrawOpWire): OperationRule {
  const { amount, minAmountA, minAmountB } = operation
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    isUnsupported: ({ header }) => (header.flags & POOL_WITHDRAWAL_DISABLED) !== 0,
    check: () => (amount <= 0n || minAmountA < 0n || minAmountB < 0n ? result('MALFORMED') : undefined),
    apply: (context) => withdrawFrom(context, operation),
  }
}

function withdrawFrom(
  { state, source }: OperationContext,
  operation: xdr.LiquidityPoolWithdrawOpWire,
): OperationOutcome {
  const { amount, minAmountA, minAmountB } = operation
  const poolId = Buffer.from(operation.liquidityPoolId).toString('hex')
  const share = state.poolShare(source, poolId)
  if (share === undefined) return result('NO_TRUST')
  if (share.balance < amount) return result('UNDERFUNDED')
  const pool = state.pool(poolId)
  if (pool === undefined) throw new LedgerInvariantError(`pool ${poolId}`)
  const [a, b] = [
    { accountId: source, asset: pool.assetA },
    { accountId: source, asset: pool.assetB },
  ]
  const made = withdraw(
    pool,
    { shares: amount, minAmountA, minAmountB },
    { shareBalance: share.balance, roomA: receivable(state, a), roomB: receivable(state, b) },
  )
  if (made.type !== 'withdrawn') return result(REFUSALS[made.type])
  must(addBalance(state, a, made.amountA), 'withdrawal of A')
  must(addBalance(state, b, made.amountB), 'withdrawal of B')
  state.put({ ...share, balance: share.balance - amount })
  state.put({ ...pool, ...made.pool })
  return result('SUCCESS')
}
