import { createMarket, parsePrice, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { type MayBeOpen, openReport } from './openReport.ts'

const open: MayBeOpen = {
  horizonUrl: 'http://localhost:8000',
  account: 'GBOT',
  market: createMarket(XLM, { type: 'issued', code: 'USD', issuer: 'GISSUER' }),
  offers: {
    ledger: 55,
    own: [
      { id: 7n, side: 'sell', price: parsePrice('0.1003'), resting: 1_000_000_000n },
      { id: 8n, side: 'buy', price: parsePrice('0.0997'), resting: 99_700_000n },
    ],
  },
  transactions: [
    {
      hash: 'abc',
      validUntilMs: Date.UTC(2026, 0, 1),
      changes: [{ type: 'place', side: 'sell', price: parsePrice('0.1'), amount: 1n }],
    },
  ],
  cure: 'cancel with: npm run bot',
}

test('behavior: names every offer, every transaction with its time bound, and the cure', () => {
  expect(openReport(open)).toEqual([
    'what may still be open on XLM/USD for account GBOT at http://localhost:8000:',
    '  offer 7 sells 100.0000000 XLM at 0.1003000 USD (as of ledger 55)',
    '  offer 8 buys XLM for 9.9700000 USD at 0.0997000 USD (as of ledger 55)',
    '  transaction abc (place=1 replace=0 cancel=0) may still be applied until 2026-01-01T00:00:00.000Z',
    'cancel with: npm run bot',
  ])
})

test('behavior: says so when offers were never read', () => {
  expect(openReport({ ...open, offers: undefined, transactions: [] })[1]).toBe(
    '  offers of an earlier run: they were not read yet',
  )
})
