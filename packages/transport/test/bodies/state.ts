import { balanceId, issuer, native, poolId, trader, usdText, type Wire, wire } from './names.ts'

const flags = { auth_required: false, auth_revocable: true, auth_immutable: false, auth_clawback_enabled: false }

export const account: Wire = {
  id: trader,
  account_id: trader,
  sequence: '257698037760000007',
  sequence_ledger: 60_000_000,
  sequence_time: '1767323045',
  subentry_count: 2,
  home_domain: 'example.org',
  last_modified_ledger: 60_000_000,
  last_modified_time: '2026-01-02T03:04:05Z',
  thresholds: { low_threshold: 0, med_threshold: 1, high_threshold: 2 },
  flags,
  balances: [
    { balance: '1.0000000', liquidity_pool_id: poolId, limit: '9.0000000', asset_type: 'liquidity_pool_shares' },
    {
      balance: '25.0000000',
      limit: '922337203685.4775807',
      buying_liabilities: '5.0000000',
      selling_liabilities: '0.0000000',
      is_authorized: true,
      is_authorized_to_maintain_liabilities: true,
      ...wire(),
    },
    { balance: '100.0000000', buying_liabilities: '0.0000000', selling_liabilities: '10.0000000', ...native() },
  ],
  signers: [{ weight: 1, key: trader, type: 'ed25519_public_key' }],
  data: { k: 'djE=' },
  num_sponsoring: 0,
  num_sponsored: 1,
  sponsor: issuer,
  paging_token: trader,
}

export const offer: Wire = {
  id: '123456',
  paging_token: '123456',
  seller: trader,
  selling: native(),
  buying: wire(),
  amount: '10.0000000',
  price_r: { n: 1, d: 4 },
  price: '0.2500000',
  last_modified_ledger: 60_000_000,
  sponsor: issuer,
}

export const bookRow: Wire = { price_r: { n: 6, d: 25 }, price: '0.2400000', amount: '12.0000000' }

export const pool: Wire = {
  id: poolId,
  paging_token: poolId,
  fee_bp: 30,
  type: 'constant_product',
  total_trustlines: '4',
  total_shares: '1000.0000000',
  reserves: [
    { asset: 'native', amount: '500.0000000' },
    { asset: usdText, amount: '120.0000000' },
  ],
  last_modified_ledger: 60_000_000,
  last_modified_time: null,
}

export const predicate: Wire = {
  and: [
    { not: { abs_before: '2024-07-05T00:00:00Z', abs_before_epoch: '1720137600' } },
    { or: [{ unconditional: true }, { rel_before: '3600' }] },
  ],
}

export const claimableBalance: Wire = {
  id: balanceId,
  asset: usdText,
  amount: '7.0000000',
  sponsor: issuer,
  last_modified_ledger: 60_000_000,
  claimants: [{ destination: trader, predicate }],
  flags: { clawback_enabled: false },
  paging_token: `60000000-${balanceId}`,
}

export const assetStats: Wire = {
  ...wire(),
  paging_token: `USD_${issuer}_credit_alphanum4`,
  num_claimable_balances: 1,
  num_liquidity_pools: 2,
  num_contracts: 0,
  accounts: { authorized: 3, authorized_to_maintain_liabilities: 0, unauthorized: 1 },
  claimable_balances_amount: '7.0000000',
  liquidity_pools_amount: '99922337203685.4775807',
  contracts_amount: '0.0000000',
  balances: {
    authorized: '5.0000000',
    authorized_to_maintain_liabilities: '0.0000000',
    unauthorized: '0.0000000',
  },
  flags,
}

/** Amounts of the two assets of the pool. */
export const reserves: readonly Wire[] = [
  { asset: 'native', amount: '1.0000000' },
  { asset: usdText, amount: '2.0000000' },
]
