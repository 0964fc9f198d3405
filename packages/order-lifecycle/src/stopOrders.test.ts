import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createFakeNetwork, eur, market, offerOf, startMs, usd } from '../test/fakeNetwork.ts'
import { OrdersStoppedError } from './errors.ts'

const terms = { market, side: 'sell', price: { n: 1, d: 4 }, amount: 100n } as const
const gone = { transaction: 'tx_failed', operations: ['op_offer_not_found'] }

function setUp(count = 0) {
  const network = createFakeNetwork()
  if (count > 0) network.commit({ offers: Array.from({ length: count }, (_, at) => offerOf(BigInt(at + 1))) })
  const settled = (): Promise<void> => network.clock.advance(0)
  const orders = network.createOrders()
  return { ...network, orders, settled }
}

test('behavior: cancelAll() cancels by the hundred', async () => {
  const { orders, commit, views$, latest, settled } = setUp(250)
  const cancelled = orders.cancelAll()
  for (const count of [100, 100, 50]) {
    await settled()
    expect(latest().transaction.operations).toHaveLength(count)
    latest().apply()
    await settled()
    commit({ offers: views$.value.offers.slice(count) })
  }
  expect((await cancelled).map(({ status, changes }) => [status, changes.length])).toEqual([
    ['applied', 100],
    ['applied', 100],
    ['applied', 50],
  ])
})

test('behavior: cancelAll() of a market leaves the others alone, and needs nothing when nothing is open', async () => {
  const { orders, commit, latest, submissions, settled } = setUp()
  commit({ offers: [offerOf(1n, { selling: eur }), offerOf(2n), offerOf(3n, { selling: usd, buying: market.base })] })
  const cancelled = orders.cancelAll({ market })
  await settled()
  expect(latest().transaction.operations).toMatchObject([{ offerId: '2' }, { offerId: '3' }])
  latest().apply()
  await settled()
  commit({ offers: [offerOf(1n, { selling: eur })] })
  expect(await cancelled).toHaveLength(1)
  expect(await orders.cancelAll({ market })).toEqual([])
  expect(submissions).toHaveLength(1)
})

test('behavior: cancelAll() builds anew when an offer was taken in the meantime', async () => {
  const { orders, commit, latest, settled } = setUp(2)
  const cancelled = orders.cancelAll()
  await settled()
  latest().end({ status: 'failed', ledger: 102, feeCharged: 200n, resultXdr: '', codes: gone })
  await settled()
  commit({ offers: [offerOf(2n)] })
  await settled()
  expect(latest().transaction.operations).toMatchObject([{ offerId: '2' }])
  latest().apply()
  await settled()
  commit({ offers: [] })
  expect((await cancelled).map(({ status }) => status)).toEqual(['failed', 'applied'])
})

test('behavior: cancelAll() does not touch what is placed after its turn came', async () => {
  const { orders, commit, latest, submissions, settled } = setUp(1)
  const cancelled = orders.cancelAll()
  await settled()
  latest().apply()
  await settled()
  commit({ offers: [offerOf(99n)] })
  expect(await cancelled).toHaveLength(1)
  expect(submissions).toHaveLength(1)
})

test('behavior: cancelAll() gives up where building anew does not help, and after five failures', async () => {
  const { orders, commit, latest, settled } = setUp(1)
  const refused = orders.cancelAll()
  await settled()
  latest().end({ status: 'rejected', codes: { transaction: 'tx_bad_auth', operations: [] } })
  expect(await refused).toHaveLength(1)
  commit()
  const failing = orders.cancelAll()
  for (let failure = 0; failure < 5; failure += 1) {
    await settled()
    latest().end({ status: 'failed', ledger: 0, feeCharged: 200n, resultXdr: '', codes: gone })
    await settled()
    commit()
  }
  expect(await failing).toHaveLength(5)
})

test('error: cancelAll() counts its time over all its transactions', async () => {
  const { orders, clock, commit, latest } = setUp(101)
  const cancelled = orders.cancelAll({ timeoutMs: 1_000 }).catch((error: unknown) => error)
  await clock.advance(600)
  latest().apply()
  await clock.advance(0)
  commit({ offers: [offerOf(101n)] })
  await clock.advance(400)
  expect(await cancelled).toMatchObject({ code: 'SDEX_TIMEOUT', input: { hash: latest().hash } })
})

test('behavior: stop() settles what is under way, cancels what rests, and reports the ledger that has nothing left', async () => {
  const { orders, commit, latest, settled } = setUp(2)
  const [sent, queued] = [orders.place(terms), orders.place(terms)]
  await settled()
  const stopped = orders.stop()
  await expect(queued).rejects.toBeInstanceOf(OrdersStoppedError)
  await expect(orders.place(terms)).rejects.toBeInstanceOf(OrdersStoppedError)
  latest().apply()
  expect(await sent).toMatchObject({ status: 'applied' })
  await settled()
  commit({ offers: [offerOf(1n), offerOf(2n), offerOf(3n)] })
  await settled()
  expect(latest().transaction.operations).toHaveLength(3)
  latest().apply()
  await settled()
  commit({ offers: [] })
  expect(await stopped).toMatchObject({ status: 'flat', ledger: 103, cancels: [{ status: 'applied' }] })
})

test('behavior: stop() withdraws a command that is not sent yet', async () => {
  const { orders, submissions, settled } = setUp()
  const placed = orders.place(terms)
  const stopped = orders.stop()
  await expect(placed).rejects.toBeInstanceOf(OrdersStoppedError)
  await settled()
  expect(await stopped).toMatchObject({ status: 'flat', ledger: 100 })
  expect(submissions).toHaveLength(0)
})

test('behavior: stop() with a command whose caller has left waits for its proof', async () => {
  const { orders, commit, latest, settled } = setUp()
  const controller = new AbortController()
  const placed = orders.place(terms, { signal: controller.signal }).catch((error: unknown) => error)
  await settled()
  controller.abort()
  await placed
  const stopped = orders.stop()
  await settled()
  latest().apply()
  await settled()
  commit({ offers: [offerOf(7n)] })
  await settled()
  latest().apply()
  await settled()
  commit({ offers: [] })
  expect(await stopped).toMatchObject({ status: 'flat', ledger: 102 })
})

test('behavior: stop() of a market leaves the others', async () => {
  const { orders, commit } = setUp()
  commit({ offers: [offerOf(1n, { selling: eur })] })
  expect(await orders.stop({ market })).toMatchObject({ status: 'flat', ledger: 101, cancels: [] })
})

test('behavior: a transaction that a server rejected counts as alive until its time bound, or until its number is used', async () => {
  const { orders, commit, latest, settled } = setUp()
  const placed = orders.place(terms)
  await settled()
  latest().end({ status: 'rejected', codes: { transaction: 'tx_bad_auth', operations: [] } })
  await placed
  let report: unknown
  const stopped = orders.stop().then((end) => (report = end))
  commit({ ledger: 106 }) // closed at the very bound
  await settled()
  expect(report).toBeUndefined()
  commit({ ledger: 107 })
  await stopped
  expect(report).toMatchObject({ status: 'flat', ledger: 107 })
})

test('behavior: stop() says what may still be open when its time is up, and can be called again', async () => {
  const { orders, clock, commit, latest, settled } = setUp(1)
  const stopped = orders.stop({ timeoutMs: 30_000 })
  await settled()
  await clock.advance(30_000)
  expect(await stopped).toMatchObject({
    ...{ status: 'unproved', cancels: [], refusedUntilMs: undefined },
    open: { ledger: 101, offers: [{ id: 1n, side: 'sell', market }] },
    pending: { hash: latest().hash, validUntilMs: startMs + 35_000 },
  })
  const again = orders.stop()
  latest().apply()
  await settled()
  commit({ offers: [] })
  expect(await again).toMatchObject({ status: 'flat', ledger: 102, cancels: [] })
})

test('behavior: stop() ends early by its signal, and by close()', async () => {
  const { orders, settled } = setUp(1)
  const controller = new AbortController()
  const first = orders.stop({ signal: controller.signal })
  const second = orders.stop()
  await settled()
  controller.abort()
  expect(await first).toMatchObject({ status: 'unproved', open: { ledger: 101 } })
  await orders.close()
  expect(await second).toMatchObject({ status: 'unproved' })
})

test('behavior: stop() says which refusal keeps it from cancelling', async () => {
  const { orders, latest, settled } = setUp(1)
  const stopped = orders.stop()
  await settled()
  latest().end({ status: 'rejected', codes: { transaction: 'tx_bad_auth', operations: [] } })
  const report = await stopped
  expect(report).toMatchObject({ status: 'unproved', refusedUntilMs: startMs + 35_000, pending: undefined })
  expect(report.status === 'unproved' && report.reason).toContain('tx_bad_auth')
})

test('error: stop() refuses a timeout that is none, and stops nothing', async () => {
  const { orders, latest, settled } = setUp()
  await expect(orders.stop({ timeoutMs: Number.NaN })).rejects.toBeInstanceOf(InvalidOptionError)
  const placed = orders.place(terms)
  await settled()
  latest().apply()
  expect(await placed).toMatchObject({ status: 'applied' })
})
