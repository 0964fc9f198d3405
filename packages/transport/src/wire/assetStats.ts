import type { AssetStats } from '../types/assets.ts'
import { parseFlags } from './account.ts'
import { asset } from './assets.ts'
import { count, type Fields, object, optional, stroops, text } from './fields.ts'
import { Misfit } from './misfit.ts'
import { createSeen, type Seen } from './seen.ts'

/** One record of `GET /assets`. */
export function parseAssetStats(body: unknown, seen: Seen = createSeen()): AssetStats {
  const fields = object(body)
  const [counts, amounts] = [object(fields['accounts'], 'accounts'), object(fields['balances'], 'balances')]
  const issued = asset([fields['asset_type'], fields['asset_code'], fields['asset_issuer']], '', seen)
  if (issued.type === 'native') throw new Misfit('an issued asset', 'asset_type')
  const state = (key: string): { readonly count: number; readonly amount: bigint } => ({
    count: count(counts[key], `accounts.${key}`),
    amount: stroops(amounts[key], `balances.${key}`),
  })
  return {
    asset: issued,
    trustlines: {
      authorized: state('authorized'),
      authorizedToMaintainLiabilities: state('authorized_to_maintain_liabilities'),
      unauthorized: state('unauthorized'),
    },
    claimableBalances: held(fields, 'num_claimable_balances', 'claimable_balances_amount'),
    liquidityPools: held(fields, 'num_liquidity_pools', 'liquidity_pools_amount'),
    contracts: held(fields, 'num_contracts', 'contracts_amount'),
    contractId: optional(fields['contract_id'], 'contract_id', text),
    flags: parseFlags(object(fields['flags'], 'flags'), 'flags'),
  }
}

/** What an older Horizon does not know of, it does not hold. */
function held(
  fields: Fields,
  countKey: string,
  amountKey: string,
): { readonly count: number; readonly amount: bigint } {
  return {
    count: optional(fields[countKey], countKey, count) ?? 0,
    amount: optional(fields[amountKey], amountKey, stroops) ?? 0n,
  }
}
