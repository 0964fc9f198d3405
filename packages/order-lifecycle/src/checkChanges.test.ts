import { MAX_STROOPS, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { market } from '../test/fakeNetwork.ts'
import { checkChanges } from './checkChanges.ts'
import { InvalidOrderError } from './errors.ts'
import type { OrderChange } from './orderChange.ts'

const sell = { type: 'place', market, side: 'sell', price: { n: 1, d: 4 }, amount: 10n } as const
const cancel = (offerId: bigint): OrderChange => ({ type: 'cancel', offerId })

test('behavior: takes 1 to 100 changes with all amounts and prices that the ledger takes', () => {
  checkChanges([
    { ...sell, amount: 1n },
    { ...sell, side: 'buy', amount: MAX_STROOPS, price: { n: 2_147_483_647, d: 1 } },
  ])
  checkChanges(Array.from({ length: 100 }, (_, at) => cancel(BigInt(at + 1))))
})

test.each<[string, unknown]>([
  ['no list', undefined],
  ['an empty batch', []],
  ['101 changes', Array.from({ length: 101 }, () => sell)],
  ['an unknown type', [{ ...sell, type: 'amend' }]],
  ['nothing', [undefined]],
  ['a side that is none', [{ ...sell, side: 'bid' }]],
  ['an amount of 0', [{ ...sell, amount: 0n }]],
  ['an amount below 0', [{ ...sell, amount: -1n }]],
  ['an amount of more than 63 bits', [{ ...sell, amount: MAX_STROOPS + 1n }]],
  ['an amount that is a number', [{ ...sell, amount: 10 }]],
  ['a price of 0', [{ ...sell, price: { n: 0, d: 1 } }]],
  ['a price term of 2^31', [{ ...sell, price: { n: 1, d: 2 ** 31 } }]],
  ['no price', [{ ...sell, price: undefined }]],
  ['a market of one asset', [{ ...sell, market: { base: XLM, quote: XLM } }]],
  [
    'an asset with an issuer that is none',
    [{ ...sell, market: { base: XLM, quote: { ...market.quote, issuer: 'G' } } }],
  ],
  ['an asset of no type', [{ ...sell, market: { base: XLM, quote: {} } }]],
  ['an offer id of 0', [cancel(0n)]],
  ['an offer id that is a number', [{ type: 'cancel', offerId: 7 }]],
  ['an offer twice', [cancel(7n), { ...sell, type: 'replace', offerId: 7n }]],
])('error: refuses %s', (_, changes) => {
  expect(() => checkChanges(changes as readonly OrderChange[])).toThrow(InvalidOrderError)
})

test('error: names the change by its place', () => {
  expect(() => checkChanges([sell, { ...sell, amount: 0n }])).toThrow('Change 1 ')
})
