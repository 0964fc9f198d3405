import { MAX_STROOPS, type Stroops } from '@sdex/primitives'
import { POOL_FEE_BPS } from './pool.ts'

const BPS = 10_000n
const KEPT_BPS = BPS - BigInt(POOL_FEE_BPS)

/** A pool as one direction of trade sees it, in stroops. */
export type SwapReserves = {
  /** Of the asset that is paid in. */
  readonly reserveIn: Stroops
  /** Of the asset that is taken out. */
  readonly reserveOut: Stroops
}

/**
 * What a pool makes of a swap.
 *
 * - `empty`: nothing was deposited yet.
 * - `full`: the pool cannot hold what would be paid in.
 * - `yieldsNothing`: the amount sent is worth less than a stroop.
 * - `exceedsReserve`: the pool holds no more than what should come out.
 */
export type PoolSwap =
  | ({ readonly type: 'swapped'; readonly sent: Stroops; readonly received: Stroops } & SwapReserves)
  | { readonly type: 'refused'; readonly reason: 'empty' | 'full' | 'yieldsNothing' | 'exceedsReserve' }

/**
 * Pays an exact amount into a pool. The fee stays in the reserves.
 *
 * @remarks stellar-core `exchangeWithPool`, CAP-38, for a fee of 0.30 %: received = floor(9970 Y in / (10000 X + 9970 in)), X and Y the
 * reserves paid into and taken from. Rounding favours the pool.
 * @param amountIn - Stroops, 0 to 2^63 - 1.
 * @returns The swap with the reserves after it, or why there is none.
 * @example
 * ```ts
 * swapStrictSend({ reserveIn: 1000n, reserveOut: 2000n }, 1004n)
 * // { type: 'swapped', sent: 1004n, received: 1000n, reserveIn: 2004n, reserveOut: 1000n }
 * ```
 */
export function swapStrictSend(reserves: SwapReserves, amountIn: Stroops): PoolSwap {
  const { reserveIn, reserveOut } = reserves
  if (isEmpty(reserves)) return refused('empty')
  if (amountIn > MAX_STROOPS - reserveIn) return refused('full')
  const paid = KEPT_BPS * amountIn
  const received = (paid * reserveOut) / (BPS * reserveIn + paid)
  return received === 0n ? refused('yieldsNothing') : swapped(reserves, amountIn, received)
}

/**
 * Takes an exact amount out of a pool. The fee stays in the reserves.
 *
 * @remarks stellar-core `exchangeWithPool`, CAP-38, for a fee of 0.30 %: sent = ceil(10000 X out / (9970 (Y - out))), X and Y the reserves
 * paid into and taken from. Rounding favours the pool.
 * @param amountOut - Stroops, 0 to 2^63 - 1.
 * @returns The swap with the reserves after it, or why there is none.
 * @example
 * ```ts
 * swapStrictReceive({ reserveIn: 1000n, reserveOut: 2000n }, 1000n)
 * // { type: 'swapped', sent: 1004n, received: 1000n, reserveIn: 2004n, reserveOut: 1000n }
 * ```
 */
export function swapStrictReceive(reserves: SwapReserves, amountOut: Stroops): PoolSwap {
  const { reserveIn, reserveOut } = reserves
  if (isEmpty(reserves)) return refused('empty')
  if (amountOut >= reserveOut) return refused('exceedsReserve')
  const divisor = (reserveOut - amountOut) * KEPT_BPS
  const sent = (BPS * reserveIn * amountOut + divisor - 1n) / divisor
  return sent > MAX_STROOPS - reserveIn ? refused('full') : swapped(reserves, sent, amountOut)
}

function isEmpty({ reserveIn, reserveOut }: SwapReserves): boolean {
  return reserveIn <= 0n || reserveOut <= 0n
}

function swapped({ reserveIn, reserveOut }: SwapReserves, sent: Stroops, received: Stroops): PoolSwap {
  return { type: 'swapped', sent, received, reserveIn: reserveIn + sent, reserveOut: reserveOut - received }
}

function refused(reason: Extract<PoolSwap, { type: 'refused' }>['reason']): PoolSwap {
  return { type: 'refused', reason }
}
