import { type Breakages, inBody, status, swapped } from '../breakage.ts'

export const offerBreakages: Breakages = {
  127: swapped('last_modified_ledger', 'last_modified_time'),
  128: inBody(/\/accounts\/G/, '/account/G'),
  129: inBody(/"n": 4,\s*"d": 2/, '"n": 2,\n    "d": 1'),
  130: inBody('"price": "0.6666667"', '"price": "0.6666666"'),
  131: inBody('"amount": "5.0000000"', '"amount": "10.0000000"'),
  132: inBody(/"paging_token": "(\d+)"/, '"paging_token": "1$1"'),
  133: inBody('"amount": "20.0000000"', '"amount": "30.0000000"'),
  134: status(400),
  135: inBody(/"last_modified_ledger": \d+/, '"last_modified_ledger": 1', /seller=/),
  136: status(410),
  137: inBody(/"amount": "/, '"amount": "1', /\/accounts/),
  138: status(404),
  139: inBody(/"sponsor": "G\w+"/, '"sponsor": ""'),
  140: inBody('"records": []', '"records": [\n      {}\n    ]'),
}

export const orderBookBreakages: Breakages = {
  141: inBody('"bids"', '"buys"'),
  142: inBody('"price": "1.5000000"', '"price": "0.1000000"'),
  143: inBody('"amount": "13.0000000"', '"amount": "8.0000000"'),
  144: inBody(/"n": 5,\s*"d": 2/, '"n": 10,\n        "d": 4'),
  145: inBody(/"n": 3,\s*"d": 2/, '"n": 2,\n        "d": 3'),
  146: inBody('"amount": "30.0000000"', '"amount": "20.0000000"'),
  147: inBody('"asks": [', '"asks": [\n    {},'),
  148: inBody(/"counter"/, '"quote"'),
  149: inBody('"amount": "13.0000000"', '"amount": "26.0000000"'),
  150: inBody('"asks": []', '"asks": [\n    {}\n  ]'),
  151: status(404),
  152: inBody('invalid_order_book', 'bad_request'),
  436: inBody('"asks": [', '"asks": [\n    {},'),
}
