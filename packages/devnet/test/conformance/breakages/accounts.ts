import { type Breakages, inBody, status, swapped } from '../breakage.ts'

export const accountBreakages: Breakages = {
  103: swapped('last_modified_ledger', 'last_modified_time'),
  104: inBody(/\/payments\{\?cursor,limit,order\}/, '/payment{?cursor,limit,order}'),
  105: inBody(/"account_id": "G/, '"account_id": "M'),
  106: inBody(/("Zed": "[^"]*"),\n(\s*)("k": "[^"]*")/, '$3,\n$2$1'),
  107: inBody('sha256_hash', 'hash_x'),
  108: inBody(/"weight": 0/, '"weight": 1'),
  109: inBody('"subentry_count"', '"sequence_ledger": 0,\n  "subentry_count"'),
  110: inBody(/"sequence_time": "/, '"sequence_time": "1', /accounts\/G\w+$/),
  111: inBody(/"last_modified_time": "2/, '"last_modified_time": "1'),
  112: inBody(/"num_sponsoring": 8/, '"num_sponsoring": 7'),
  113: inBody(/"sponsor": "G/g, '"sponsor": "M'),
  114: inBody('"home_domain": "sdex.example"', '"home_domain": ""'),
  115: inBody('"auth_revocable": true', '"auth_revocable": false'),
  116: status(410),
  117: status(404, /transactions/),
}

export const balanceBreakages: Breakages = {
  118: swapped('buying_liabilities', 'selling_liabilities'),
  119: inBody('"asset_type": "native"', '"limit": "1.0000000",\n      "asset_type": "native"'),
  120: inBody('"limit"', '"buying_liabilities": "0.0000000",\n      "limit"'),
  121: inBody('"asset_code": "EUR"', '"asset_code": "XXX"'),
  122: inBody('"selling_liabilities": "33.0000000"', '"selling_liabilities": "38.0000000"'),
  123: inBody('"limit": "922337203685.4775807"', '"limit": "922337203685.0000000"'),
  124: inBody('"asset_type": "credit', '"is_clawback_enabled": false,\n      "asset_type": "credit'),
  125: inBody('"is_authorized_to_maintain_liabilities": false', '"is_authorized_to_maintain_liabilities": true'),
  126: inBody('"asset_type": "credit_alphanum4"', '"asset_type": "credit_alphanum12"'),
}
