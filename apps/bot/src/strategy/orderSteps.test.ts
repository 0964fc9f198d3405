import { parseAmount, parsePrice } from '@sdex/primitives'
import { expect, test } from 'vitest'
import type { Step } from './diffSide.ts'
import { orderSteps } from './orderSteps.ts'
import type { OwnOffer } from './ownOffers.ts'
import type { Quote } from './types.ts'

const offer = (id: number, side: Quote['side'], price: string, units = '100'): OwnOffer => ({
  id: BigInt(id),
  side,
  price: parsePrice(price),
  resting: parseAmount(units),
})
const replace = (own: OwnOffer, price: string, units = '100'): Step => ({
  change: { type: 'replace', offerId: own.id, side: own.side, price: parsePrice(price), amount: parseAmount(units) },
  offer: own,
  resting: parseAmount(units),
})
const cancel = (own: OwnOffer): Step => ({
  change: { type: 'cancel', offerId: own.id, side: own.side },
  offer: own,
  resting: 0n,
})
const ids = (changes: ReturnType<typeof orderSteps>) =>
  changes.map((change) => (change.type === 'place' ? 'place' : Number(change.offerId)))

const [ask, bid] = [offer(1, 'sell', '0.101'), offer(2, 'buy', '0.099')]

test('behavior: when the price rises past the old ask, the ask moves first', () => {
  const steps = [replace(bid, '0.102', '200'), replace(ask, '0.104', '200')]
  expect(ids(orderSteps(steps, { sell: [ask], buy: [bid] }))).toEqual([1, 2])
})

test('behavior: when the price falls past the old bid, the bid moves first', () => {
  const steps = [replace(ask, '0.098', '200'), replace(bid, '0.096', '200')]
  expect(ids(orderSteps(steps, { sell: [ask], buy: [bid] }))).toEqual([2, 1])
})

test('behavior: cancels and what shrinks go first, unless it would meet an own offer', () => {
  const [far, near] = [offer(3, 'sell', '0.103', '300'), offer(4, 'sell', '0.102')]
  const steps = [replace(near, '0.102', '200'), replace(far, '0.103', '100'), cancel(bid)]
  expect(ids(orderSteps(steps, { sell: [near, far], buy: [bid] }))).toEqual([2, 3, 4])
  const inward = [replace(bid, '0.096', '200'), replace(ask, '0.098', '50')]
  expect(ids(orderSteps(inward, { sell: [ask], buy: [bid] }))).toEqual([2, 1])
})

test('behavior: more than a transaction holds: cancels go alone, a hundred at most', () => {
  const many = Array.from({ length: 150 }, (_, index) => offer(index + 10, 'sell', '0.2'))
  expect(orderSteps([...many.map(cancel), replace(ask, '0.104')], { sell: [ask], buy: [] })).toHaveLength(100)
})
