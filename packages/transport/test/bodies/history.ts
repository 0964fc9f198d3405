import { hash, issuer, native, poolId, trader, type Wire, wire } from './names.ts'

export const trade: Wire = {
  id: '257698037760049153-0',
  paging_token: '257698037760049153-0',
  ledger_close_time: '2026-01-02T03:04:05Z',
  trade_type: 'liquidity_pool',
  liquidity_pool_fee_bp: 30,
  base_liquidity_pool_id: poolId,
  base_amount: '4.0000000',
  ...native('base_'),
  counter_offer_id: '4869384056187437057',
  counter_account: trader,
  counter_amount: '1.0000000',
  ...wire('counter_'),
  base_is_seller: true,
  price: { n: '1', d: '4' },
}

export const candle: Wire = {
  timestamp: '1767322800000',
  trade_count: '3',
  base_volume: '40.0000000',
  counter_volume: '10.1000000',
  avg: '0.2525000',
  high: '0.2600000',
  high_r: { n: '13', d: '50' },
  low_r: { n: '1', d: '4' },
  open_r: { n: '1', d: '4' },
  close_r: { n: '13', d: '50' },
}

export const path: Wire = {
  ...native('source_'),
  source_amount: '4.0000000',
  ...wire('destination_'),
  destination_amount: '1.0000000',
  path: [native(), wire()],
}

export const ledger: Wire = {
  id: hash,
  paging_token: '257698037760000000',
  hash,
  prev_hash: hash,
  sequence: 60_000_000,
  successful_transaction_count: 3,
  failed_transaction_count: 1,
  operation_count: 9,
  tx_set_operation_count: 12,
  closed_at: '2026-01-02T03:04:05Z',
  base_fee_in_stroops: 100,
  base_reserve_in_stroops: 5_000_000,
  max_tx_set_size: 1_000,
  protocol_version: 26,
}

export const transaction: Wire = {
  memo: '7',
  id: hash,
  paging_token: '257698037760049152',
  successful: true,
  hash,
  ledger: 60_000_000,
  created_at: '2026-01-02T03:04:05Z',
  source_account: trader,
  source_account_sequence: '257698037760000008',
  fee_account: issuer,
  fee_charged: '200',
  max_fee: 400,
  operation_count: 1,
  envelope_xdr: 'AAAA',
  result_xdr: 'AAAA',
  memo_type: 'id',
  signatures: [],
  inner_transaction: { hash, signatures: [], max_fee: '100' },
}
