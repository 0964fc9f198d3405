import { createRatio, parseAmount, XLM } from '@sdex/primitives'
import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { ledgerView, ownOffer, quote } from '../../test/fixtures/ledgerView.ts'
import type { BotEvent } from './botEvent.ts'
import { type LiveFigures, LiveView } from './LiveView.tsx'
import { emptyScreen, nextScreen } from './screenState.ts'

const figures: LiveFigures = {
  orders: { placed: 6, replaced: 4, cancelled: 1, filled: 2, rejected: 0, unknown: 0 },
  fills: 2,
  requests: 321,
  requestErrors: 1,
  eventLoopP99Ms: 2.1,
  rssMb: 141.7,
  cpuPct: 12.3,
}
const pair = { base: XLM, quote }
const view = ledgerView({
  pair,
  bids: Array.from({ length: 20 }, (_, index) => `0.0${999 - index}`),
  asks: Array.from({ length: 20 }, (_, index) => `0.1${String(index + 1).padStart(3, '0')}`),
  offers: [ownOffer(1, 'sell', '0.1002', '40', pair), ownOffer(2, 'buy', '0.0998', '60', pair)],
  ledger: 1234,
})
const events: readonly BotEvent[] = [
  { type: 'status', status: { state: 'live' } },
  { type: 'ledger', view, decision: undefined },
  ...Array.from(
    { length: 30 },
    (_, index): BotEvent => ({
      type: 'fill',
      fill: {
        side: 'sell',
        baseAmount: parseAmount('12.5'),
        price: createRatio(1n, 10n),
        offerId: BigInt(index),
        atMs: 0,
      },
    }),
  ),
]
const state = events.reduce(nextScreen, emptyScreen)

function draw(columns: number, rows: number, shown = state): readonly string[] {
  const props = {
    title: 'sdex bot  XLM/QUOTE on devnet, seed 7',
    state: shown,
    figures,
    size: { columns, rows },
    nowMs: 1_234_400,
  }
  return renderToString(<LiveView {...props} />, { columns }).split('\n')
}

test.each([
  [80, 24],
  [200, 60],
  [60, 16],
])('behavior: the screen fits a terminal of %i x %i', (columns, rows) => {
  const lines = draw(columns, rows)
  expect(lines.length).toBeLessThan(rows)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
})

test('behavior: own quotes are marked at their level of the book', () => {
  const lines = draw(80, 24)
  expect(lines.find((line) => line.includes('0.1002000'))).toMatch(/100\.00\s+◆ 40\.00/)
  expect(lines.find((line) => line.includes('0.0998000'))).toMatch(/100\.00\s+◆ 60\.00/)
  expect(lines.find((line) => line.includes('0.1003000'))).not.toContain('◆')
})

test('behavior: ledger, its age, status, balances, fills and requests are on it', () => {
  const screen = draw(80, 24).join('\n')
  for (const part of ['● live', 'ledger 1234, 0.4 s', '1,000,000.00 XLM', 'sold', 'requests 321', 'placed 6']) {
    expect(screen).toContain(part)
  }
})

test('behavior: before the first ledger it says what it waits for', () => {
  expect(draw(80, 24, emptyScreen).join('\n')).toContain('waiting for the first ledger')
})

test('behavior: a lost server shows with its reason, stopping with what happens', () => {
  const lost = nextScreen(state, {
    type: 'status',
    status: { state: 'reconnecting', reason: 'ECONNREFUSED', sinceMs: 0 },
  })
  expect(draw(80, 24, lost).join('\n')).toContain('ECONNREFUSED')
  const stopping = nextScreen(lost, { type: 'stopping', reason: 'SIGINT' })
  expect(draw(80, 24, stopping).join('\n')).toContain('proving that no offer is left')
})
