import { transaction } from './history.ts'
import { balanceId, hash, issuer, native, other, poolId, trader, type Wire, wire } from './names.ts'
import { predicate, reserves } from './state.ts'

const operationBase = {
  id: '257698037760049153',
  paging_token: '257698037760049153',
  transaction_successful: true,
  source_account: trader,
  created_at: '2026-01-02T03:04:05Z',
  transaction_hash: hash,
}
const parties = { from: trader, from_muxed: 'MA', from_muxed_id: '7', to: other }
const pathPayment = { ...wire(), ...parties, amount: '1.0000000', path: [native()], source_amount: '4.0000000' }
const offerTerms = {
  amount: '1.0000000',
  price: '2.0000000',
  price_r: { n: 2, d: 1 },
  ...native('buying_'),
  ...wire('selling_'),
}

/** An operation of each kind that the types name, and some that they do not. */
export const operations: readonly Wire[] = [
  { type: 'create_account', starting_balance: '10.0000000', funder: trader, account: other },
  { type: 'payment', ...native(), ...parties, amount: '1.0000000', sponsor: issuer, transaction },
  { type: 'path_payment_strict_receive', ...pathPayment, source_max: '5.0000000', ...native('source_') },
  { type: 'path_payment_strict_send', ...pathPayment, destination_min: '0.5000000', ...native('source_') },
  { type: 'manage_sell_offer', ...offerTerms, offer_id: '0' },
  { type: 'manage_buy_offer', ...offerTerms, offer_id: 544656471 },
  { type: 'create_passive_sell_offer', ...offerTerms },
  { type: 'change_trust', ...wire(), limit: '0.0000000', trustee: issuer, trustor: trader },
  {
    type: 'change_trust',
    asset_type: 'liquidity_pool_shares',
    liquidity_pool_id: poolId,
    limit: '1.0000000',
    trustor: trader,
  },
  {
    type: 'allow_trust',
    ...wire(),
    trustee: issuer,
    trustor: trader,
    authorize: false,
    authorize_to_maintain_liabilities: true,
  },
  { type: 'set_trust_line_flags', ...wire(), trustor: trader, set_flags: [1, 2], set_flags_s: ['authorized'] },
  { type: 'account_merge', account: trader, into: other },
  { type: 'bump_sequence', bump_to: '257698037760000009' },
  {
    type: 'create_claimable_balance',
    asset: 'native',
    amount: '1.0000000',
    claimants: [{ destination: trader, predicate }],
  },
  { type: 'claim_claimable_balance', balance_id: balanceId, claimant: trader },
  { type: 'clawback', ...wire(), from: trader, amount: '1.0000000' },
  {
    type: 'liquidity_pool_deposit',
    liquidity_pool_id: poolId,
    reserves_max: reserves,
    min_price: '1.0000000',
    min_price_r: { n: 1, d: 1 },
    max_price: '2.0000000',
    max_price_r: { n: 2, d: 1 },
    reserves_deposited: [{ amount: '0.0000000' }, { amount: '0.0000000' }],
    shares_received: '0.0000000',
  },
  {
    type: 'liquidity_pool_withdraw',
    liquidity_pool_id: poolId,
    reserves_min: reserves,
    shares: '1.0000000',
    reserves_received: reserves,
  },
  { type: 'set_options', home_domain: 'example.org' },
  { type: 'constructor' },
].map((body) => ({ ...operationBase, ...body }))
