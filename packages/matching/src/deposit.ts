import { MAX_STROOPS, type Price, type Stroops } from '@sdex/primitives'
import { exchangeError } from './errors.ts'
import type { PoolState } from './pool.ts'

/** What a deposit offers and accepts. */
export type DepositOrder = {
  readonly maxAmountA: Stroops
  readonly maxAmountB: Stroops
  /** The lowest and the highest price at which to deposit: A for one B. */
  readonly minPrice: Price
  readonly maxPrice: Price
}

/** What a depositor has, in stroops. Whatever is left out does not limit it. */
export type Depositor = {
  /** `availableBalance` of each asset. */
  readonly availableA?: Stroops | undefined
  readonly availableB?: Stroops | undefined
  /** Room on the pool-share trustline: limit less balance. */
  readonly shareRoom?: Stroops | undefined
}

/**
 * What comes of a deposit. The failures are the codes of the operation's result: `underfunded`, `badPrice` (also when no share would be
 * given), `lineFull` (the pool-share trustline), `poolFull`.
 */
export type Deposit =
  | {
      readonly type: 'deposited'
      readonly amountA: Stroops
      readonly amountB: Stroops
      readonly shares: Stroops
      /** The pool after it. */
      readonly pool: PoolState
    }
  | { readonly type: 'underfunded' | 'badPrice' | 'lineFull' | 'poolFull' }

/**
 * Deposits into a pool: into an empty one both maxima, which set its price; otherwise as much of both as the pool's own price allows.
 *
 * @remarks stellar-core `LiquidityPoolDepositOpFrame`, CAP-38. Empty: shares = floor(sqrt(a b)). Otherwise shares = the smaller of
 * floor(total max / reserve) over both assets, where one beyond 64 bits does not count, and amounts = ceil(shares reserve / total):
 * rounding favours the pool. Failures are tested in the order underfunded, badPrice, lineFull, poolFull.
 * @throws `ExchangeError` when both numbers of shares are beyond 64 bits, or there are shares without reserves: a pool of a ledger is never so.
 * @example
 * ```ts
 * const anyPrice = { minPrice: { n: 1, d: 2147483647 }, maxPrice: { n: 2147483647, d: 1 } }
 * deposit({ reserveA: 400n, reserveB: 900n, totalShares: 600n }, { maxAmountA: 101n, maxAmountB: 151n, ...anyPrice })
 * // { type: 'deposited', amountA: 67n, amountB: 150n, shares: 100n, pool: { reserveA: 467n, reserveB: 1050n, totalShares: 700n } }
 * ```
 */
export function deposit(pool: PoolState, order: DepositOrder, depositor: Depositor = {}): Deposit {
  const { availableA = MAX_STROOPS, availableB = MAX_STROOPS, shareRoom = MAX_STROOPS } = depositor
  const { amountA, amountB, shares } = pool.totalShares === 0n ? firstDeposit(order) : laterDeposit(pool, order)
  if (availableA < amountA || availableB < amountB) return { type: 'underfunded' }
  if (isBadPrice(amountA, amountB, order)) return { type: 'badPrice' }
  if (shareRoom < shares) return { type: 'lineFull' }
  const after: PoolState = {
    reserveA: pool.reserveA + amountA,
    reserveB: pool.reserveB + amountB,
    totalShares: pool.totalShares + shares,
  }
  const isFull = after.reserveA > MAX_STROOPS || after.reserveB > MAX_STROOPS || after.totalShares > MAX_STROOPS
  return isFull ? { type: 'poolFull' } : { type: 'deposited', amountA, amountB, shares, pool: after }
}

type Amounts = { readonly amountA: Stroops; readonly amountB: Stroops; readonly shares: Stroops }

function firstDeposit({ maxAmountA, maxAmountB }: DepositOrder): Amounts {
  return { amountA: maxAmountA, amountB: maxAmountB, shares: integerSquareRoot(maxAmountA * maxAmountB) }
}

function laterDeposit(pool: PoolState, order: DepositOrder): Amounts {
  if (pool.reserveA <= 0n || pool.reserveB <= 0n)
    throw exchangeError('A pool has shares but no reserves', { pool, order })
  const sharesA = (pool.totalShares * order.maxAmountA) / pool.reserveA
  const sharesB = (pool.totalShares * order.maxAmountB) / pool.reserveB
  // Each is also the smaller one where the other is beyond 64 bits.
  const shares = sharesA < sharesB ? sharesA : sharesB
  if (shares > MAX_STROOPS) throw exchangeError('A deposit would give more shares than there can be', { pool, order })
  return { amountA: worth(shares, pool.reserveA, pool), amountB: worth(shares, pool.reserveB, pool), shares }
}

function worth(shares: Stroops, reserve: Stroops, { totalShares }: PoolState): Stroops {
  return (shares * reserve + totalShares - 1n) / totalShares
}

function isBadPrice(amountA: Stroops, amountB: Stroops, { minPrice, maxPrice }: DepositOrder): boolean {
  if (amountA === 0n || amountB === 0n) return true
  return (
    amountA * BigInt(minPrice.d) < amountB * BigInt(minPrice.n) ||
    amountA * BigInt(maxPrice.d) > amountB * BigInt(maxPrice.n)
  )
}

/** floor(sqrt(value)). A step of Newton's method never ends below it, so from a double's estimate the way is down, and short. */
function integerSquareRoot(value: bigint): bigint {
  if (value === 0n) return 0n
  const estimate = BigInt(Math.floor(Math.sqrt(Number(value))))
  let root = (estimate + value / estimate) / 2n
  while (root * root > value) root = (root + value / root) / 2n
  return root
}
