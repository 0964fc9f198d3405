import { type Breakages, inBody, status, swapped } from '../breakage.ts'

export const tradeBreakages: Breakages = {
  153: swapped('base_offer_id', 'base_account'),
  154: inBody(/("self": \{\s*"href": ")"/g, '$1/trades"'),
  155: inBody(/"id": "(\d+)-1"/, '"id": "$1-2"'),
  156: inBody(/"ledger_close_time": "2/, '"ledger_close_time": "1'),
  157: inBody(/"(base|counter)_offer_id": "46/g, '"$1_offer_id": "4'),
  158: inBody(/"(base|counter)_offer_id": "10"/, '"$1_offer_id": "4611686018427387904"'),
  159: inBody(/"(base|counter)_offer_id": "46/g, '"$1_offer_id": "4'),
  160: inBody(/"n": "4",\s*"d": "2"/, '"n": "2",\n          "d": "1"'),
  161: inBody('"base_is_seller": true', '"base_is_seller": false'),
  162: inBody(/"n": "1",\s*"d": "2"/, '"n": "2",\n          "d": "1"'),
  163: inBody('"records"', '"rows"', /\/accounts/),
  164: inBody(/"id": "/, '"id": "1', /offer_id=\d{19}/),
  165: inBody(/"base_amount": "/, '"base_amount": "1', /offers\/\d+\/trades/),
  166: inBody('"base_amount": "75.0000000"', '"base_amount": "70.0000000"'),
  167: status(400, /counter_asset_code/),
  168: status(404),
  169: { answer: (answer) => ({ ...answer, text: answer.text.replace(/"id": "\d+-\d+"/g, '"id": "7-0"') }) },
  435: status(400),
}

export const poolTradeBreakages: Breakages = {
  170: swapped('trade_type', 'liquidity_pool_fee_bp'),
  171: inBody('"liquidity_pool_fee_bp": 30', '"liquidity_pool_fee_bp": 25'),
  172: inBody(/"n": "\d/, '"n": "'),
  173: inBody('/liquidity_pools/', '/pools/'),
  174: inBody(/"base_offer_id": "46/, '"base_offer_id": "4'),
  175: inBody(/"id": "/, '"id": "1', /trade_type=orderbook/),
  176: inBody(/"id": "/, '"id": "1', /liquidity_pools/),
  177: status(400),
}
