import { type Breakages, header, inBody, status, swapped } from '../breakage.ts'

export const accountListBreakages: Breakages = {
  261: inBody('invalid_accounts_params', 'bad_request'),
  262: inBody(/"id": "G/, '"id": "M'),
  263: inBody(/"id": "G/, '"id": "M'),
  264: inBody('"records": [', '"records": [\n      {},'),
  265: inBody(/"id": "G/, '"id": "M'),
  266: inBody(/"id": "G/, '"id": "M', /cursor=/),
  267: inBody(/"last_modified_ledger": \d+/, '"last_modified_ledger": 1', /liquidity_pool=/),
  268: inBody(/,\s*"sponsor": "G\w+"/, ''),
  269: status(406),
  270: status(404),
  271: status(410),
  272: inBody(/"value": "([^"]+)"/, '"value": "$1",\n  "sponsor": "G"'),
}

export const claimableBalanceBreakages: Breakages = {
  273: swapped('last_modified_ledger', 'last_modified_time'),
  274: inBody(/"id": "0{8}/, '"id": "'),
  275: inBody('2033-05-18T03:33:20Z', '2033-05-18T03:33:20.000Z'),
  276: inBody(/"paging_token": "\d+-/, '"paging_token": "'),
  277: inBody('"records": []', '"records": [\n      {}\n    ]'),
  278: inBody(/"hash": "\w/g, '"hash": "x', /claimable_balances/),
  279: inBody('"type": "create_claimable_balance"', '"type": "create"'),
  280: status(200, /transactions/),
  281: inBody('"records": []', '"records": [\n      {}\n    ]'),
}

export const poolBreakages: Breakages = {
  282: inBody(/"total_trustlines": "(\d+)"/, '"total_trustlines": $1'),
  283: inBody('"fee_bp": 30', '"fee_bp": 25'),
  284: inBody('"asset": "native"', '"asset": "XLM"'),
  285: inBody(/"operations": \{/, '"trades": {\n      "href": ""\n    },\n    "operations": {'),
  286: inBody('"records": []', '"records": [\n      {}\n    ]'),
  287: status(404, /liquidity_pools\?account/),
  288: inBody('"type": "change_trust"', '"type": "trust"'),
  289: status(200, /operations/),
  429: status(400),
  430: inBody('"type": "account_credited"', '"type": "credited"'),
}

export const assetBreakages: Breakages = {
  290: swapped('num_claimable_balances', 'num_liquidity_pools'),
  291: inBody('/.well-known/stellar.toml', '/stellar.toml'),
  292: inBody(/_credit_alphanum4"/g, '"'),
  293: inBody('"unauthorized": 1', '"unauthorized": 0'),
  294: inBody('"num_liquidity_pools": 1', '"num_liquidity_pools": 0'),
  295: inBody('"auth_clawback_enabled": true', '"auth_clawback_enabled": false'),
  296: inBody('"asset_code": "EUR"', '"asset_code": "ZZZ"'),
  297: header('content-type', 'application/json'),
  298: status(406),
}
