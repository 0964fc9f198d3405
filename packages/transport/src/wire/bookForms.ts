import { type Literal, literalOf } from './byteCursor.ts'

/** What stands between the values of a book. */
export type BookForm = Readonly<Record<keyof typeof COMPACT_TEXTS, Literal>>

const COMPACT_TEXTS = {
  bids: '{"bids":[',
  asks: ',"asks":[',
  n: '{"price_r":{"n":',
  d: ',"d":',
  price: '},"price":"',
  amount: '","amount":"',
  endOfRow: '"}',
  endOfRows: ']',
  base: ',"base":',
  counter: ',"counter":',
  native: '{"asset_type":"native"}',
  credit: '{"asset_type":"credit_alphanum',
  code: '","asset_code":"',
  issuer: '","asset_issuer":"',
  endOfAsset: '"}',
  end: '}',
}

const INDENTED_TEXTS: typeof COMPACT_TEXTS = {
  bids: '{\n  "bids": [',
  asks: ',\n  "asks": [',
  n: '\n    {\n      "price_r": {\n        "n": ',
  d: ',\n        "d": ',
  price: '\n      },\n      "price": "',
  amount: '",\n      "amount": "',
  endOfRow: '"\n    }',
  endOfRows: '\n  ]',
  base: ',\n  "base": ',
  counter: ',\n  "counter": ',
  native: '{\n    "asset_type": "native"\n  }',
  credit: '{\n    "asset_type": "credit_alphanum',
  code: '",\n    "asset_code": "',
  issuer: '",\n    "asset_issuer": "',
  endOfAsset: '"\n  }',
  end: '\n}',
}

/** As in events of streams. */
export const COMPACT: BookForm = formOf(COMPACT_TEXTS)
/** By two, as in answers. */
export const INDENTED: BookForm = formOf(INDENTED_TEXTS)

function formOf(texts: typeof COMPACT_TEXTS): BookForm {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, literalOf(text)])) as BookForm
}
