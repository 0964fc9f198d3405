import { formatAsset } from '@sdex/primitives'
import type { HorizonClient } from '../types/client.ts'
import { parseAssetStats } from '../wire/assetStats.ts'
import { parseClaimableBalance } from '../wire/claimableBalance.ts'
import type { Ask } from './ask.ts'
import { checkAccountIds, checkAssets, checkBalanceId, checkCode } from './checkInput.ts'

/** What is held outside of accounts, and how much of an asset there is. */
export type HoldingReads = Pick<HorizonClient, 'claimableBalances' | 'claimableBalance' | 'assets'>

export function holdingReads(ask: Ask): HoldingReads {
  return {
    claimableBalances: async ({ asset, sponsor, claimant, ...page } = {}) => {
      checkAccountIds({ sponsor, claimant })
      checkAssets([asset])
      const query = { asset: asset === undefined ? undefined : formatAsset(asset), sponsor, claimant }
      const collection = { path: '/claimable_balances', cursors: 'balance', read: parseClaimableBalance } as const
      return ask.statePage({ ...collection, query, page })
    },
    claimableBalance: async (id, call) => {
      checkBalanceId(id)
      const read = (body: unknown) => parseClaimableBalance(body)
      return ask.maybeStateOf({ path: `/claimable_balances/${id}`, call, read })
    },
    assets: async ({ code, issuer, ...page } = {}) => {
      checkAccountIds({ issuer })
      checkCode(code)
      const query = { asset_code: code, asset_issuer: issuer }
      return ask.statePage({ path: '/assets', query, page, cursors: 'asset', read: parseAssetStats })
    },
  }
}
