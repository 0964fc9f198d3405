import { expect, test } from 'vitest'
import { keys, sent } from '../../../test/retold.ts'
import type { Effect, EffectRow } from '../../history/effects/effect.ts'
import { positionInOperation } from '../../history/toid.ts'
import type { PoolEntry } from '../../ledger/entries.ts'
import { renderEffect } from './renderEffect.ts'

const [G, H] = ['GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF', 'G-another']
const asset = `USD:${G}`
const pool: PoolEntry = {
  type: 'pool',
  ...{ id: 'aa', assetA: 'native', assetB: asset, reserveA: 1n, reserveB: 2n, totalShares: 3n },
  ...{ trustlineCount: 4n, sponsor: undefined, lastModifiedLedger: 5 },
}
const balance = { balanceId: 'bb', asset, amount: 6n }
const exchanged = { sold: 'native', amountSold: 7n, bought: asset, amountBought: 8n }
const moved = { amountA: 9n, amountB: 10n, shares: 11n }
const flags = { trustor: G, asset, authorized: true, clawbackEnabled: false }
const line = { type: 'asset', asset } as const
const shares = { type: 'pool', poolId: 'aa' } as const
const [created, updated, removed] = [
  { type: 'sponsorship', change: 'created', sponsor: G },
  { type: 'sponsorship', change: 'updated', formerSponsor: G, newSponsor: H },
  { type: 'sponsorship', change: 'removed', formerSponsor: G },
] as const

const triple = 'asset_type asset_code asset_issuer'
const trade =
  'offer_id sold_amount sold_asset_type bought_amount bought_asset_type bought_asset_code bought_asset_issuer'

/** Each type with its number and the members of its own, in order. */
const types: readonly (readonly [effect: Effect, number: number, members: string])[] = [
  [{ type: 'account_created', startingBalance: 1n }, 0, 'starting_balance'],
  [{ type: 'account_removed' }, 1, ''],
  [{ type: 'account_credited', asset: 'native', amount: 1n }, 2, 'asset_type amount'],
  [{ type: 'account_debited', asset, amount: 1n }, 3, `${triple} amount`],
  [{ type: 'account_thresholds_updated', low: 0, medium: 1, high: 2 }, 4, 'low_threshold med_threshold high_threshold'],
  [{ type: 'account_home_domain_updated', homeDomain: '' }, 5, 'home_domain'],
  [{ type: 'account_flags_updated', authRequired: false }, 6, 'auth_required_flag'],
  [{ type: 'account_inflation_destination_updated' }, 7, ''],
  [{ type: 'signer_created', key: G, weight: 1 }, 10, 'weight public_key key'],
  [{ type: 'signer_removed', key: G, weight: 0 }, 11, 'weight public_key key'],
  [{ type: 'signer_updated', key: G, weight: 2 }, 12, 'weight public_key key'],
  [{ type: 'trustline_created', line, limit: 1n }, 20, `${triple} limit`],
  [{ type: 'trustline_removed', line: shares, limit: 0n }, 21, 'asset_type liquidity_pool_id limit'],
  [{ type: 'trustline_updated', line, limit: 1n }, 22, `${triple} limit`],
  [{ type: 'trustline_authorized', trustor: G, asset }, 23, 'trustor asset_type asset_code'],
  [{ type: 'trustline_deauthorized', trustor: G, asset }, 24, 'trustor asset_type asset_code'],
  [{ type: 'trustline_authorized_to_maintain_liabilities', trustor: G, asset }, 25, 'trustor asset_type asset_code'],
  [{ type: 'trustline_flags_updated', ...flags }, 26, `${triple} trustor authorized_flag clawback_enabled_flag`],
  [{ type: 'trade', seller: { accountId: G }, offerId: 1n, ...exchanged }, 33, `seller ${trade}`],
  [
    { type: 'trade', seller: { accountId: G, muxed: { address: 'M', id: 7n } }, offerId: 1n, ...exchanged },
    33,
    `seller seller_muxed seller_muxed_id ${trade}`,
  ],
  [{ type: 'data_created', name: 'a', value: '' }, 40, 'name value'],
  [{ type: 'data_removed', name: 'a' }, 41, 'name'],
  [{ type: 'data_updated', name: 'a', value: 'b' }, 42, 'name value'],
  [{ type: 'sequence_bumped', sequence: 1n }, 43, 'new_seq'],
  [{ type: 'claimable_balance_created', ...balance }, 50, 'asset balance_id amount'],
  [
    { type: 'claimable_balance_claimant_created', ...balance, predicate: { type: 0 } },
    51,
    'asset balance_id amount predicate',
  ],
  [{ type: 'claimable_balance_claimed', ...balance }, 52, 'asset balance_id amount'],
  [{ ...created, entry: 'account' }, 60, 'sponsor'],
  [{ ...updated, entry: 'account' }, 61, 'former_sponsor new_sponsor'],
  [{ ...removed, entry: 'account' }, 62, 'former_sponsor'],
  [{ ...created, entry: 'trustline', line }, 63, 'asset_type asset sponsor'],
  [{ ...updated, entry: 'trustline', line: shares }, 64, 'asset_type liquidity_pool_id former_sponsor new_sponsor'],
  [{ ...removed, entry: 'trustline', line }, 65, 'asset_type asset former_sponsor'],
  [{ ...created, entry: 'data', name: 'a' }, 66, 'data_name sponsor'],
  [{ ...updated, entry: 'data', name: 'a' }, 67, 'data_name former_sponsor new_sponsor'],
  [{ ...removed, entry: 'data', name: 'a' }, 68, 'data_name former_sponsor'],
  [{ ...created, entry: 'claimable_balance', balanceId: 'bb' }, 69, 'balance_id sponsor'],
  [{ ...updated, entry: 'claimable_balance', balanceId: 'bb' }, 70, 'balance_id former_sponsor new_sponsor'],
  [{ ...removed, entry: 'claimable_balance', balanceId: 'bb' }, 71, 'balance_id former_sponsor'],
  [{ ...created, entry: 'signer', key: G }, 72, 'signer sponsor'],
  [{ ...updated, entry: 'signer', key: G }, 73, 'signer former_sponsor new_sponsor'],
  [{ ...removed, entry: 'signer', key: G }, 74, 'signer former_sponsor'],
  [{ type: 'claimable_balance_clawed_back', balanceId: 'bb' }, 80, 'balance_id'],
  [{ type: 'liquidity_pool_deposited', pool, ...moved }, 90, 'liquidity_pool reserves_deposited shares_received'],
  [{ type: 'liquidity_pool_withdrew', pool, ...moved }, 91, 'liquidity_pool reserves_received shares_redeemed'],
  [{ type: 'liquidity_pool_trade', pool, ...exchanged }, 92, 'liquidity_pool sold bought'],
  [{ type: 'liquidity_pool_created', pool }, 93, 'liquidity_pool'],
  [{ type: 'liquidity_pool_removed', poolId: 'aa' }, 94, 'liquidity_pool_id'],
  [
    { type: 'liquidity_pool_revoked', pool, reserves: [balance], shares: 1n },
    95,
    'liquidity_pool reserves_revoked shares_revoked',
  ],
]

function row(effect: Effect): EffectRow {
  const operation = 4_294_971_393n
  const place = { position: positionInOperation(operation, 2), operation, index: 2, closeTime: 1_800_000_000 }
  return { ...place, account: { accountId: G }, effect }
}

const PREFIX = '_links id paging_token account type type_i created_at'

test.each(types)('behavior: members of %o', (effect, number, members) => {
  const body = sent(renderEffect(row(effect), 'http://h'))
  expect(keys(body)).toBe(members === '' ? PREFIX : `${PREFIX} ${members}`)
  expect(body['type_i']).toBe(number)
})

test('behavior: what all effects begin with', () => {
  const muxed = { address: 'M-address', id: 0n }
  const told = { ...row({ type: 'account_removed' }), account: { accountId: G, muxed } }
  expect(sent(renderEffect(told, 'http://h'))).toEqual({
    _links: {
      operation: { href: 'http://h/operations/4294971393' },
      succeeds: { href: 'http://h/effects?order=desc&cursor=4294971393-2' },
      precedes: { href: 'http://h/effects?order=asc&cursor=4294971393-2' },
    },
    ...{ id: '0000000004294971393-0000000002', paging_token: '4294971393-2' },
    ...{ account: G, account_muxed: 'M-address' }, // an id of 0 is left out
    ...{ type: 'account_removed', type_i: 1, created_at: '2027-01-15T08:00:00Z' },
  })
})

test('behavior: pools are shown whole, a pool line among sponsorships has a type of its own', () => {
  const body = sent(renderEffect(row({ type: 'liquidity_pool_created', pool }), ''))
  expect(keys(body['liquidity_pool'])).toBe('id fee_bp type total_trustlines total_shares reserves')
  expect(body['liquidity_pool']).toEqual({
    ...{ id: 'aa', fee_bp: 30, type: 'constant_product', total_trustlines: '4', total_shares: '0.0000003' },
    reserves: [
      { asset: 'native', amount: '0.0000001' },
      { asset, amount: '0.0000002' },
    ],
  })
  const line = sent(renderEffect(row({ ...created, entry: 'trustline', line: shares }), ''))
  expect(line).toMatchObject({ type: 'trustline_sponsorship_created', asset_type: 'liquidity_pool' })
  const revoked = { type: 'liquidity_pool_revoked', pool, reserves: [balance], shares: 1n } as const
  expect(sent(renderEffect(row(revoked), ''))['reserves_revoked']).toEqual([
    { asset, amount: '0.0000006', claimable_balance_id: '00000000bb' },
  ])
})
