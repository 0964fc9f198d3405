import { invalidOption } from '../invalidOption.ts'
import type { HorizonClient } from '../types/client.ts'
import { parseLiquidityPool } from '../wire/liquidityPool.ts'
import type { Ask } from './ask.ts'
import { checkAccountIds, checkAssets, checkAtMostOne, checkHashes } from './checkInput.ts'
import { assetList } from './queries.ts'

/** Liquidity pools of the newest ledger. */
export type PoolReads = Pick<HorizonClient, 'liquidityPools' | 'liquidityPool'>

export function poolReads(ask: Ask): PoolReads {
  return {
    liquidityPools: async ({ reserves, account, ...page } = {}) => {
      checkAtMostOne({ reserves, account }) // Horizon would answer 500
      checkAccountIds({ account })
      checkAssets(reserves ?? [])
      if (reserves !== undefined && reserves.length > 2)
        throw invalidOption('reserves', reserves.length, 'one or two assets')
      const query = { reserves: assetList(reserves), account }
      return ask.statePage({ path: '/liquidity_pools', query, page, cursors: 'hash', read: parseLiquidityPool })
    },
    liquidityPool: async (poolId, call) => {
      checkHashes({ poolId })
      return ask.maybeStateOf({ path: `/liquidity_pools/${poolId}`, call, read: (body) => parseLiquidityPool(body) })
    },
  }
}
