import { parseAmount, parsePrice, parseRatio } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { ledgerView, ownOffer } from '../../test/fixtures/ledgerView.ts'
import { diffSide } from './diffSide.ts'
import { ownOffers } from './ownOffers.ts'
import type { Quote } from './types.ts'

const plenty = 10n ** 16n
const tolerance = { priceTol: parseRatio('0.001'), amountTol: parseRatio('0.05') }

type Given = {
  readonly side?: Quote['side']
  readonly offers: readonly (readonly [price: string, units?: string])[]
  readonly quotes: readonly (readonly [price: string, units?: string])[]
  readonly room?: bigint
  readonly slots?: number
}

/** The steps as text: `place 0.1 x100`, `replace 2 0.1 x100`, `cancel 3`; offers are numbered from 1 in the order given. */
function steps({ side = 'sell', offers, quotes, room = plenty, slots = 99 }: Given): readonly string[] {
  const view = ledgerView({ offers: offers.map(([price, units], index) => ownOffer(index + 1, side, price, units)) })
  const found = diffSide({
    offers: ownOffers(view, side),
    quotes: quotes.map(([price, units = '100']) => ({ side, price: parsePrice(price), amount: parseAmount(units) })),
    room: { selling: room, buying: plenty },
    slots,
    tolerance,
  })
  return found.map(({ change }) => {
    if (change.type === 'cancel') return `cancel ${change.offerId}`
    const what = `${change.price.n / change.price.d} x${Number(change.amount) / 1e7}`
    return change.type === 'place' ? `place ${what}` : `replace ${change.offerId} ${what}`
  })
}

test('behavior: surplus offers are pruned where they stand before their level, then from the far end', () => {
  expect(steps({ offers: [['0.0995'], ['0.1001'], ['0.1003'], ['0.101']], quotes: [['0.1001'], ['0.1003']] })).toEqual([
    'cancel 1',
    'cancel 4',
  ])
})

test('behavior: a missing leading level is created, the offer behind it stays', () => {
  expect(steps({ offers: [['0.1003']], quotes: [['0.1001'], ['0.1003']] })).toEqual(['place 0.1001 x100'])
})

test('behavior: offers are created on an empty side, and cancelled when nothing is wanted', () => {
  expect(steps({ offers: [], quotes: [['0.1001'], ['0.1003']] })).toEqual(['place 0.1001 x100', 'place 0.1003 x100'])
  expect(steps({ offers: [['0.1001'], ['0.1003']], quotes: [] })).toEqual(['cancel 1', 'cancel 2'])
})

test('behavior: an offer within tolerance stays, one outside is modified in place', () => {
  for (const live of ['0.1002', '0.1']) expect(steps({ offers: [[live]], quotes: [['0.1001']] })).toEqual([])
  expect(steps({ offers: [['0.10021']], quotes: [['0.1001']] })).toEqual(['replace 1 0.1001 x100'])
  expect(steps({ offers: [['0.1001', '94']], quotes: [['0.1001']] })).toEqual(['replace 1 0.1001 x100'])
  expect(steps({ offers: [['0.1001', '96']], quotes: [['0.1001']] })).toEqual([])
})

test('behavior: bids are paired from the highest down', () => {
  expect(steps({ side: 'buy', offers: [['0.099'], ['0.0999']], quotes: [['0.0999'], ['0.098']] })).toEqual([
    'replace 1 0.098 x100',
  ])
  expect(steps({ side: 'buy', offers: [['0.0995']], quotes: [['0.0999'], ['0.0995']] })).toEqual(['place 0.0999 x100'])
})

test('behavior: a level too big for the room shrinks, later ones are left out and their offers deleted', () => {
  const quotes = [
    ['0.1', '100'],
    ['0.1003', '250'],
    ['0.101', '100'],
  ] as const
  const room = parseAmount('230')
  expect(steps({ offers: [], quotes, room })).toEqual(['place 0.1 x100', 'place 0.1003 x130'])
  expect(steps({ offers: [['0.1'], ['0.1003', '130'], ['0.101']], quotes, room })).toEqual(['cancel 3'])
  expect(steps({ offers: [['0.1'], ['0.1003', '130']], quotes, room: 0n })).toEqual(['cancel 1', 'cancel 2'])
})

test('behavior: a bid shrinks to the quote that is left', () => {
  expect(steps({ side: 'buy', offers: [], quotes: [['0.0995']], room: parseAmount('8') })).toEqual([
    'place 0.0995 x80.40201',
  ])
})

test('behavior: new offers stop where the reserve ends, modifications go on', () => {
  expect(steps({ offers: [], quotes: [['0.1'], ['0.101']], slots: 1 })).toEqual(['place 0.1 x100'])
  expect(steps({ offers: [['0.2']], quotes: [['0.1'], ['0.101']], slots: 0 })).toEqual(['replace 1 0.1 x100'])
})

test('behavior: a bid that the ledger stored with its own rounding is recognised', () => {
  expect(steps({ side: 'buy', offers: [['0.0987654', '33.3333333']], quotes: [['0.0987654', '33.3333333']] })).toEqual(
    [],
  )
})
