import { formatAsset, parseAmount } from '@sdex/primitives'
import { firstValueFrom, take, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { fillInMarket, type OrderTerms, type Settlement } from '../src/index.ts'
import { setStage } from './stage.ts'

/** The id of the offer that a batch of one left. */
function restingId({ changes: [outcome], reason }: Settlement): bigint {
  if (outcome?.status !== 'resting') throw new Error(`${outcome?.status}: ${reason}`)
  return outcome.offer.id
}

test('behavior: an order rests as it was meant, is replaced under its id, and cancelled', async () => {
  await using stage = await setStage()
  const { orders, market, offers, ordersWhere } = stage
  const sell: OrderTerms = { market, side: 'sell', price: { n: 1, d: 4 }, amount: parseAmount('100') }
  let accepted = false
  const placed = await orders.place(sell, { onAccepted: () => (accepted = true) })
  const id = restingId(placed)
  expect(placed).toMatchObject({ status: 'applied', feeCharged: 100n })
  expect(accepted).toBe(true)
  expect(placed.acceptedMs).toBeLessThanOrEqual(placed.elapsedMs)
  expect(offers()).toMatchObject([{ id, amount: parseAmount('100'), price: { n: 1, d: 4 } }])
  const { offers: open } = await ordersWhere(({ ledger }) => ledger >= (placed.ledger ?? 0))
  expect(open).toMatchObject([{ id, market, side: 'sell', price: { n: 1, d: 4 }, amount: parseAmount('100') }])

  const replaced = await orders.replace(id, { ...sell, price: { n: 3, d: 10 }, amount: parseAmount('50') })
  expect(replaced.changes).toMatchObject([{ status: 'resting', created: false, offer: { id } }])
  expect(offers()).toMatchObject([{ id, amount: parseAmount('50'), price: { n: 3, d: 10 } }])

  expect((await orders.cancel(id)).changes).toMatchObject([{ status: 'cancelled' }])
  expect(offers()).toEqual([])
})

test('behavior: a bid asks for its amount to the stroop, and shows what the quote that rests still buys', async () => {
  await using stage = await setStage()
  const { orders, market, offers, ordersWhere } = stage
  const amount = parseAmount('33.3333333')
  const placed = await orders.place({ market, side: 'buy', price: { n: 3, d: 10 }, amount })
  expect(offers()).toMatchObject([{ selling: formatAsset(market.quote), price: { n: 10, d: 3 } }])
  const { offers: open } = await ordersWhere(({ ledger }) => ledger >= (placed.ledger ?? 0))
  expect(open).toMatchObject([{ side: 'buy', price: { n: 3, d: 10 }, amount: parseAmount('33.333333') }])
})

test('behavior: fills come once each, with the side, the price and whether they took the last; a taker reads its own in the settlement', async () => {
  await using stage = await setStage()
  const { orders, other, market, fills$ } = stage
  const terms = { market, price: { n: 1, d: 4 } } as const
  const id = restingId(await orders.place({ ...terms, side: 'sell', amount: parseAmount('100') }))
  const half = await other.place({ ...terms, side: 'buy', amount: parseAmount('40') })
  const claim = {
    offerId: id,
    received: { asset: market.base, amount: parseAmount('40') },
    paid: { asset: market.quote, amount: parseAmount('10') },
  }
  expect(half.changes).toMatchObject([{ status: 'filled', claims: [claim] }])
  const rest = await other.place({ ...terms, side: 'buy', amount: parseAmount('80') })
  expect(rest.changes).toMatchObject([{ status: 'resting', offer: { amount: parseAmount('5') } }])
  const taken = await orders.place({ ...terms, side: 'sell', amount: parseAmount('5') })
  expect(taken.changes).toMatchObject([{ status: 'filled' }])

  const fills = await firstValueFrom(fills$.pipe(take(3), toArray()))
  expect(
    fills.map((fill) => ({ ...fillInMarket(fill, market), role: fill.role, tookLast: fill.tookLast })),
  ).toMatchObject([
    { side: 'sell', role: 'maker', baseAmount: parseAmount('40'), price: { n: 1n, d: 4n }, tookLast: false },
    { side: 'sell', role: 'maker', baseAmount: parseAmount('60'), price: { n: 1n, d: 4n }, tookLast: true },
    { side: 'sell', role: 'taker', baseAmount: parseAmount('5'), price: { n: 1n, d: 4n }, tookLast: false },
  ])
  expect(new Set(fills.map((fill) => fill.id)).size).toBe(3)
})

test('behavior: an order that would meet an own one is refused by the ledger, and its batch has no effect', async () => {
  await using stage = await setStage()
  const { orders, market, offers } = stage
  const terms = { type: 'place', market, price: { n: 1, d: 4 }, amount: parseAmount('10') } as const
  await orders.apply([{ ...terms, side: 'sell' }])
  const crossing = await orders.apply([
    { ...terms, side: 'sell', price: { n: 1, d: 2 } },
    { ...terms, side: 'buy' },
  ])
  expect(crossing).toMatchObject({
    ...{ status: 'failed', feeCharged: 200n, refusal: { code: 'op_cross_self', advice: 'rebuild' } },
    changes: [{ status: 'rolledBack' }, { status: 'refused', refusal: { code: 'op_cross_self' } }],
  })
  expect(offers()).toHaveLength(1)
  // The number is used up, so the next one needs the one after.
  expect(await orders.apply([{ ...terms, side: 'sell', price: { n: 1, d: 2 } }])).toMatchObject({ status: 'applied' })
})

test('behavior: an order beyond the funds is refused with advice to make it smaller', async () => {
  await using stage = await setStage()
  const { orders, market, offers } = stage
  const refused = await orders.place({ market, side: 'buy', price: { n: 1, d: 1 }, amount: parseAmount('501') })
  expect(refused).toMatchObject({ status: 'failed', refusal: { code: 'op_underfunded', advice: 'resize' } })
  expect(offers()).toEqual([])
})

test('behavior: cancelAll() and stop() leave the ledger without an offer', async () => {
  await using stage = await setStage()
  const { orders, market, offers } = stage
  const ladder = Array.from({ length: 20 }, (_, at) => {
    const price = { n: 100 + at, d: 400 }
    return { type: 'place', market, side: 'sell', price, amount: parseAmount('1') } as const
  })
  await orders.apply(ladder)
  expect(offers()).toHaveLength(20)
  expect(await orders.cancelAll({ market })).toMatchObject([{ status: 'applied' }])
  expect(offers()).toEqual([])
  await orders.apply(ladder.slice(0, 3))
  const report = await orders.stop()
  expect(report).toMatchObject({ status: 'flat', cancels: [{ status: 'applied' }] })
  expect(offers()).toEqual([])
})
