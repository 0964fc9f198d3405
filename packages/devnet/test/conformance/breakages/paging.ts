import { type Breakages, inBody, status } from '../breakage.ts'

const newest = /order=desc/

export const pagingBreakages: Breakages = {
  25: inBody('"_embedded": {\n    "records": [', '"_embedded": {\n    "records": [\n      {},'),
  26: inBody('"_embedded": {\n    "records": [', '"_embedded": {\n    "records": [\n      {},'),
  27: inBody('"self": {', '"first": {\n      "href": ""\n    },\n    "self": {'),
  28: inBody(/("next": \{\s*"href": "[^"]*cursor=)\d+/, '$17'),
  29: inBody(/("prev": \{\s*"href": "[^"]*)order=desc/, '$1order=asc'),
  30: inBody(/("next": \{\s*"href": "[^"]*cursor=)\d+/, '$1'),
  31: inBody(/"sequence": \d/, '"sequence": 9', /cursor=/),
  32: inBody(/"sequence": \d/, '"sequence": 9', /cursor=/),
  33: inBody(/(cursor=)\d+/g, '$14294967296', /cursor=now/),
  34: inBody('"records": []', '"records": [\n      {}\n    ]'),
  35: inBody(/(cursor=)\d+/g, '$1now', /cursor=now/),
  36: inBody('in some way."', 'in some way.",\n  "extras": {\n    "invalid_field": "cursor"\n  }'),
  37: inBody('"invalid_field": "cursor"', '"invalid_field": "limit"'),
  38: inBody(/"paging_token": "\d+-0"/, '"paging_token": "1-1"', /cursor=/),
  39: inBody(/%3A/g, ':'),
}

export const retentionBreakages: Breakages = {
  40: inBody(/"sequence": \d+/, '"sequence": 1', /cursor=1&/),
  41: inBody(/cursor=1\\u0026/g, 'cursor=2\\u0026', /cursor=1&/),
  42: status(404, newest),
  43: status(404, /ledgers\/2/),
  44: status(404, /ledgers\/0/),
  45: inBody(/"hash": "\w/, '"hash": "x', /ledgers\/0/),
  46: status(410),
  47: status(404),
  431: status(200, /payments/),
  432: status(404, /operations/),
}
