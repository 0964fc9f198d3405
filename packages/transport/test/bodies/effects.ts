import { balanceId, native, other, poolId, trader, usdText, type Wire, wire } from './names.ts'
import { pool, predicate, reserves } from './state.ts'

const effectBase = {
  id: '0257698037760049153-0000000001',
  paging_token: '257698037760049153-1',
  account: trader,
  created_at: '2026-01-02T03:04:05Z',
}
const claimable = { asset: usdText, balance_id: balanceId, amount: '7.0000000' }
const line = { ...wire(), limit: '9.0000000' }
const { last_modified_ledger: _ledger, last_modified_time: _time, ...shownPool } = pool

/** An effect of each kind that the types name, and some that they do not. */
export const effects: readonly Wire[] = [
  { type: 'account_created', starting_balance: '10.0000000' },
  { type: 'account_removed' },
  { type: 'account_credited', ...wire(), amount: '1.0000000', account_muxed: 'MA', account_muxed_id: '7' },
  { type: 'account_debited', ...native(), amount: '1.0000000' },
  { type: 'trustline_created', ...line },
  { type: 'trustline_updated', ...line },
  {
    type: 'trustline_removed',
    asset_type: 'liquidity_pool_shares',
    liquidity_pool_id: poolId,
    limit: '0.0000000',
  },
  { type: 'trustline_flags_updated', ...wire(), trustor: trader, authorized_flag: false },
  {
    type: 'trade',
    seller: other,
    offer_id: '123456',
    sold_amount: '1.0000000',
    ...wire('sold_'),
    bought_amount: '4.0000000',
    ...native('bought_'),
  },
  { type: 'sequence_bumped', new_seq: '257698037760000009' },
  { type: 'claimable_balance_created', ...claimable },
  { type: 'claimable_balance_claimed', ...claimable },
  { type: 'claimable_balance_claimant_created', ...claimable, predicate },
  {
    type: 'liquidity_pool_deposited',
    liquidity_pool: shownPool,
    reserves_deposited: reserves,
    shares_received: '1.0000000',
  },
  {
    type: 'liquidity_pool_withdrew',
    liquidity_pool: shownPool,
    reserves_received: reserves,
    shares_redeemed: '1.0000000',
  },
  { type: 'liquidity_pool_trade', liquidity_pool: shownPool, sold: reserves[0], bought: reserves[1] },
  { type: 'liquidity_pool_created', liquidity_pool: shownPool },
  { type: 'liquidity_pool_removed', liquidity_pool_id: poolId },
  {
    type: 'liquidity_pool_revoked',
    liquidity_pool: shownPool,
    reserves_revoked: [{ asset: usdText, amount: '1.0000000', claimable_balance_id: balanceId }],
    shares_revoked: '1.0000000',
  },
  { type: 'signer_created', weight: 1, public_key: trader, key: '' },
].map((body) => ({ ...effectBase, ...body }))
