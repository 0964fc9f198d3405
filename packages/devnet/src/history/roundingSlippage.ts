import { POOL_FEE_BPS } from '@sdex/matching'
import { MAX_STROOPS } from '@sdex/primitives'
import type { PoolClaim } from '../ledger/crossing.ts'

const BPS = 10_000n
const KEPT_BPS = BPS - BigInt(POOL_FEE_BPS)

/** What a swap whose price means nothing reports. */
export const MAXIMAL_SLIPPAGE: bigint = MAX_STROOPS

type Swap = Pick<PoolClaim, 'amountSold' | 'amountBought' | 'reserveSold' | 'reserveBought'> & {
  readonly isStrictReceive: boolean
}

/**
 * How far rounding to whole stroops moved what a pool gave or took, in whole percent.
 *
 * @remarks Horizon's `RoundingSlippage`. Its own words say basis points, its numbers are percent: 10.56 rounded to 11 gives 4.
 */
export function roundingSlippage({ isStrictReceive, ...swap }: Swap): bigint {
  const { amountSold, amountBought, reserveSold, reserveBought } = swap
  if (isStrictReceive) {
    if (amountSold >= reserveSold) return MAXIMAL_SLIPPAGE
    const divisor = (reserveSold - amountSold) * KEPT_BPS
    return slippage({
      dividend: reserveBought * amountSold * BPS,
      divisor,
      roundsUp: true,
      limit: MAX_STROOPS - reserveBought,
    })
  }
  if (amountBought > MAX_STROOPS - reserveBought) return MAXIMAL_SLIPPAGE
  const paid = amountBought * KEPT_BPS
  return slippage({
    dividend: reserveSold * paid,
    divisor: reserveBought * BPS + paid,
    roundsUp: false,
    limit: MAX_STROOPS,
  })
}

type Division = {
  readonly dividend: bigint
  readonly divisor: bigint
  readonly roundsUp: boolean
  readonly limit: bigint
}

function slippage({ dividend, divisor, roundsUp, limit }: Division): bigint {
  const isExact = dividend % divisor === 0n
  const rounded = dividend / divisor + (roundsUp && !isExact ? 1n : 0n)
  if (rounded === 0n || rounded > limit) return MAXIMAL_SLIPPAGE
  if (isExact) return 0n
  const unrounded = (dividend * BPS) / divisor
  if (unrounded === 0n) return MAXIMAL_SLIPPAGE
  const difference = rounded * BPS - unrounded
  return ((difference < 0n ? -difference : difference) * BPS) / unrounded / 100n
}
