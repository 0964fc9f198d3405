import { parseAmount, parseRatio } from '@sdex/primitives'
import { expect, test } from 'vitest'
import type { Config } from '../config/configSchema.ts'
import { targetQuotes } from './targetQuotes.ts'

type Strategy = Config['strategy']

function strategy(
  levels: readonly (readonly [spread: string, amount: string])[],
  rest: Partial<Strategy> = {},
): Strategy {
  return {
    type: 'buysell',
    feed: 'mid',
    amountOfBase: parseAmount('100'),
    rateOffset: parseRatio('0'),
    rateOffsetPercent: parseRatio('0'),
    rateOffsetPercentFirst: false,
    levels: levels.map(([spread, amount]) => ({ spread: parseRatio(spread), amount: parseRatio(amount) })),
    inventorySkew: undefined,
    ...rest,
  }
}

const rich = { base: parseAmount('1000'), quote: parseAmount('1000') }
const mid = parseRatio('0.1')

function told(quotes: ReturnType<typeof targetQuotes>, side: 'sell' | 'buy'): readonly string[] {
  return quotes.filter((quote) => quote.side === side).map(({ price, amount }) => `${price.n}/${price.d}:${amount}`)
}

test('behavior: two levels around the mid, asks rounded up and bids down', () => {
  const quotes = targetQuotes(
    strategy([
      ['0.001', '1'],
      ['0.0025', '2.5'],
    ]),
    mid,
    rich,
  )
  expect(told(quotes, 'sell')).toEqual(['1001/10000:1000000000', '401/4000:2500000000'])
  expect(told(quotes, 'buy')).toEqual(['999/10000:1000000000', '498753/5000000:2500000000'])
})

test('behavior: levels are quoted best first, however the configuration lists them', () => {
  const quotes = targetQuotes(
    strategy([
      ['0.0025', '2.5'],
      ['0.001', '1'],
    ]),
    mid,
    rich,
  )
  expect(told(quotes, 'sell')).toEqual(['1001/10000:1000000000', '401/4000:2500000000'])
})

test('behavior: the offset applies in the configured order', () => {
  const offset = { rateOffsetPercent: parseRatio('0.01'), rateOffset: parseRatio('0.0005') }
  const prices = (percentFirst: boolean) =>
    targetQuotes(strategy([['0.001', '1']], { ...offset, rateOffsetPercentFirst: percentFirst }), mid, rich).map(
      ({ price }) => `${price.n}/${price.d}`,
    )
  expect(prices(true)).toEqual(['203203/2000000', '506993/5000000'])
  expect(prices(false)).toEqual(['508033/5000000', '202807/2000000'])
})

// Hummingbot's spec: its range is the quoted amount of both sides times the multiplier.
test.each([
  { base: '2100', quote: '190', range: '1', bids: ['500000000'], asks: ['1500000000'] },
  { base: '1000', quote: '300', range: '1', bids: ['2000000000'], asks: [] },
  { base: '1900', quote: '210', range: '2', bids: ['1250000000'], asks: ['750000000'] },
  { base: '0', quote: '0', range: '1', bids: [], asks: [] },
])('behavior: skew leans amounts back to the target: $base base, $quote quote, range $range', (given) => {
  const quotes = targetQuotes(
    strategy([['0.005', '1']], { inventorySkew: { target: parseRatio('0.5'), range: parseRatio(given.range) } }),
    mid,
    { base: parseAmount(given.base), quote: parseAmount(given.quote) },
  )
  expect(quotes.filter(({ side }) => side === 'buy').map(({ amount }) => `${amount}`)).toEqual(given.bids)
  expect(quotes.filter(({ side }) => side === 'sell').map(({ amount }) => `${amount}`)).toEqual(given.asks)
})

test('behavior: skew scales every level', () => {
  const skewed = strategy(
    [
      ['0.005', '1'],
      ['0.015', '1.5'],
    ],
    { inventorySkew: { target: parseRatio('0.5'), range: parseRatio('1') } },
  )
  const quotes = targetQuotes(skewed, mid, { base: parseAmount('2100'), quote: parseAmount('190') })
  expect(told(quotes, 'buy').map((text) => text.split(':')[1])).toEqual(['800000000', '1200000000'])
  expect(told(quotes, 'sell').map((text) => text.split(':')[1])).toEqual(['1200000000', '1800000000'])
})
