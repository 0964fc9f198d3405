import { createMarket, XLM } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseOrderBookBody } from './orderBook.ts'
import { scanOrderBook as scanBytes } from './scanOrderBook.ts'

const issuer = 'GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN'
const market = createMarket(XLM, { type: 'issued', code: 'USD', issuer })
const rest = {
  base: { asset_type: 'native' },
  counter: { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: issuer },
}

const scanOrderBook = (text: string): unknown => scanBytes(new TextEncoder().encode(text), market)

/** What any JSON is read by; `undefined` when it refuses. */
function parsed(text: string): unknown {
  try {
    return parseOrderBookBody(JSON.parse(text), market, undefined)
  } catch {
    return undefined
  }
}

const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.nat({ max: 9_999_999 }))
  .map(([units, decimals]) => `${units}.${String(decimals).padStart(7, '0')}`)
const term = fc.oneof(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.constantFrom(1, 2 ** 31 - 1))
const row = fc.record({ price_r: fc.record({ n: term, d: term }), price: fc.constant('0.2400000'), amount })
/** Compact as in events, or indented by two as in answers. */
const book = fc
  .tuple(fc.record({ bids: fc.array(row), asks: fc.array(row) }), fc.constantFrom(0, 2), fc.constantFrom('', '\n'))
  .map(([sides, indent, end]) => `${JSON.stringify({ ...sides, ...rest }, undefined, indent)}${end}`)

test('property: a book as Horizon writes it is read as any JSON is, up to 12 digits of units without its help', () => {
  fc.assert(
    fc.property(book, (text) => {
      const scanned = scanOrderBook(text)
      if (scanned !== undefined) expect(scanned).toEqual(parsed(text))
      else expect(text).toMatch(/"amount": ?"\d{12,}\./)
    }),
  )
})

test('property: of a book that was changed anywhere it reads what any JSON is read as, or leaves it', () => {
  const change = fc.tuple(
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom('', '0', '9', '"', ',', ' ', '{', ']', '-', '.', 'e', '\\', 'é'),
  )
  fc.assert(
    fc.property(book, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
      let spoiled = text
      for (const [place, length, inserted] of changes) {
        const at = place % (spoiled.length + 1)
        spoiled = spoiled.slice(0, at) + inserted + spoiled.slice(at + length)
      }
      const scanned = scanOrderBook(spoiled)
      if (scanned !== undefined) expect(scanned).toEqual(parsed(spoiled))
    }),
    { numRuns: 2_000 },
  )
})

test('behavior: an ordinary book is read without help', () => {
  const row = { price_r: { n: 6, d: 25 }, price: '0.2400000', amount: '922337203685.4775807' }
  const bid = { price: { n: 6, d: 25 }, amount: 2n ** 63n - 1n }
  for (const indent of [0, 2]) {
    const text = JSON.stringify({ bids: [row, row], asks: [], ...rest }, undefined, indent)
    expect(scanOrderBook(text)).toEqual({ market, ledger: undefined, bids: [bid, bid], asks: [] })
  }
})

test('behavior: members told twice, other orders, spaces and what is broken are left to the parser of JSON', () => {
  const row = '{"price_r":{"n":6,"d":25},"price":"0.2400000","amount":"1.0000000"}'
  const whole = `{"bids":[${row}],"asks":[],"base":{"asset_type":"native"},"counter":{"asset_type":"native"}}`
  expect(scanOrderBook(whole)).toBeDefined()
  const others = [
    `{"bids":[${row}],"asks":[],"bids":[]}`,
    `{"asks":[],"bids":[${row}],"base":{}}`,
    whole.replace(':', ': '),
    whole.replace('"n":6', '"n":06'),
    whole.replace('"n":6', '"n":"6"'),
    whole.replace('"d":25', '"d":0'),
    whole.replace('1.0000000', '1.000000'),
    whole.slice(0, -1),
    `${whole}}`,
    `{"bids":[${row},],"asks":[],"base":{}}`,
    '',
  ]
  expect(others.map((text) => scanOrderBook(text))).toEqual(others.map(() => undefined))
})
