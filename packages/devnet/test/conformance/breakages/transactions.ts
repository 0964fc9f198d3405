import { type Breakages, inBody, status, swapped } from '../breakage.ts'

export const transactionBreakages: Breakages = {
  178: swapped('fee_charged', 'max_fee'),
  179: inBody(/order=desc(\\u0026cursor=\d+")/, 'order=asc$1'),
  180: inBody(/"fee_meta_xdr": "/, '"fee_meta_xdr": "A'),
  181: inBody(/"paging_token": "/, '"paging_token": "1', /\/ledgers/),
  182: inBody('"max_fee": "1000"', '"max_fee": "100"'),
  183: inBody(/("signatures": \[\s*)("[^"]+"),(\s*)("[^"]+")/, '$1$4,$3$2'),
  184: inBody('"operation_count": 2', '"operation_count": 0'),
  185: inBody('"successful": false', '"successful": true', /include_failed/),
  186: status(404),
  187: status(410),
  188: inBody(/"ledger": \d+/, '"ledger": 1', /\/ledgers/),
  189: inBody(/"hash": "\w/g, '"hash": "x'),
}

export const envelopeBreakages: Breakages = {
  190: inBody('\ufffd', ''),
  191: inBody('\\u0026\\u003e', '&\\u003e'),
  192: inBody(/"memo": "(\d+)"/, '"memo": $1'),
  193: inBody(/"memo": "AgIC[^"]+"/, `"memo": "${'02'.repeat(32)}"`),
  194: inBody('"memo_type"', '"memo": "",\n  "memo_type"'),
  195: inBody('"min_ledger": 1', '"min_ledger": "1"'),
  196: inBody('"min_time": "0"', '"min_time": "0",\n      "max_time": "0"'),
  197: inBody('"max_fee": "4000"', '"max_fee": "1000"'),
  198: inBody(/("inner_transaction": \{\s*"hash": ")\w/, '$1x'),
  199: inBody(/"id": "\w/, '"id": "x'),
  200: inBody(/"hash": "\w/g, '"hash": "x'),
  201: inBody(/"fee_account_muxed": "M/, '"fee_account_muxed": "G'),
}
