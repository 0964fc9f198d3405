import type { Stroops } from '@sdex/primitives'
import { exchangeError } from './errors.ts'
import type { PoolState } from './pool.ts'

/** How many shares to redeem, and for how much at least, in stroops. */
export type WithdrawalOrder = {
  readonly shares: Stroops
  /** Default 0. */
  readonly minAmountA?: Stroops | undefined
  readonly minAmountB?: Stroops | undefined
}

/** What limits whoever withdraws, in stroops. Whatever is left out does not. */
export type Withdrawer = {
  /** The balance of pool shares. */
  readonly shareBalance?: Stroops | undefined
  /** `receivableBalance` of each asset. */
  readonly roomA?: Stroops | undefined
  readonly roomB?: Stroops | undefined
}

/**
 * What comes of a withdrawal. The failures are the codes of the operation's result: `underfunded` (too few shares), `underMinimum`,
 * `lineFull`; the latter two say for which asset.
 */
export type Withdrawal =
  | { readonly type: 'withdrawn'; readonly amountA: Stroops; readonly amountB: Stroops; readonly pool: PoolState }
  | { readonly type: 'underfunded' }
  | { readonly type: 'underMinimum' | 'lineFull'; readonly asset: 'A' | 'B' }

/**
 * Redeems pool shares. Either amount can be 0.
 *
 * @remarks stellar-core `LiquidityPoolWithdrawOpFrame`, CAP-38: amounts = floor(shares reserve / total); rounding favours the pool. All tests of
 * asset A come before those of B.
 * @throws `ExchangeError` when more shares are redeemed than the pool has given out, which `shareBalance` prevents on a ledger.
 * @example
 * ```ts
 * withdraw({ reserveA: 90n, reserveB: 24n, totalShares: 46n }, { shares: 2n })
 * // { type: 'withdrawn', amountA: 3n, amountB: 1n, pool: { reserveA: 87n, reserveB: 23n, totalShares: 44n } }
 * ```
 */
export function withdraw(pool: PoolState, order: WithdrawalOrder, withdrawer: Withdrawer = {}): Withdrawal {
  const { shares, minAmountA = 0n, minAmountB = 0n } = order
  const { shareBalance, roomA, roomB } = withdrawer
  if (shareBalance !== undefined && shareBalance < shares) return { type: 'underfunded' }
  if (shares > pool.totalShares || pool.totalShares === 0n)
    throw exchangeError('More shares are redeemed than there are', { pool, order })
  const amountA = worth(shares, pool.reserveA, pool)
  const amountB = worth(shares, pool.reserveB, pool)
  const failure =
    testAsset('A', { amount: amountA, minimum: minAmountA, room: roomA }) ??
    testAsset('B', { amount: amountB, minimum: minAmountB, room: roomB })
  if (failure !== undefined) return failure
  const after = {
    reserveA: pool.reserveA - amountA,
    reserveB: pool.reserveB - amountB,
    totalShares: pool.totalShares - shares,
  }
  return { type: 'withdrawn', amountA, amountB, pool: after }
}

function worth(shares: Stroops, reserve: Stroops, { totalShares }: PoolState): Stroops {
  return (shares * reserve) / totalShares
}

function testAsset(
  asset: 'A' | 'B',
  { amount, minimum, room }: { amount: Stroops; minimum: Stroops; room: Stroops | undefined },
): Withdrawal | undefined {
  if (amount < minimum) return { type: 'underMinimum', asset }
  // Nothing fits anywhere, also on a line that is over its limit.
  if (room !== undefined && amount > 0n && amount > room) return { type: 'lineFull', asset }
  return undefined
}
