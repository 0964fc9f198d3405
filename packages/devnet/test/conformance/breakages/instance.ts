import { type Breakages, inBody, swapped } from '../breakage.ts'

export const instanceBreakages: Breakages = {
  85: swapped('horizon_version', 'core_version'),
  86: inBody('include_failed}', 'failed}'),
  87: inBody(',\n      "templated": true', ''),
  88: inBody('"friendbot"', '"friend_bot"'),
  89: inBody(/"history_latest_ledger": \d+/, '"history_latest_ledger": 1'),
  90: inBody(/"last_ledger": "(\d+)"/, '"last_ledger": $1'),
  91: inBody(/("ledger_capacity_usage": )"[\d.]+"/, '$1"0.50"'),
  92: inBody(/"min": "\d+"/, '"min": "99999999999"'),
  93: inBody(/"p50": "\d+"/, '"p50": "101"'),
}

export const ledgerBreakages: Breakages = {
  94: swapped('closed_at', 'total_coins'),
  95: inBody(/"id": "\w/, '"id": "x'),
  96: inBody(/"prev_hash": "\w/, '"prev_hash": "x'),
  97: inBody(/"paging_token": "\d/, '"paging_token": "'),
  98: inBody(/"closed_at": "\d/, '"closed_at": "1'),
  99: inBody(/"base_fee_in_stroops": \d+/, '"base_fee_in_stroops": 99'),
  100: inBody(/\/payments\{\?cursor,limit,order\}/g, '/payments'),
  101: inBody(/"max_tx_set_size": \d+/, '"max_tx_set_size": 1', /order=desc/),
  102: inBody(/"operation_count": \d+/, '"operation_count": 99', /ledgers\/\d+$/),
}
