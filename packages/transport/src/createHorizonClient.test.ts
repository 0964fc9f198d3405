import { ClosedError } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { market, trader } from '../test/bodies/names.ts'
import { createFakeBackend, type Scripted } from '../test/fakeBackend.ts'
import { createHorizonClient } from './createHorizonClient.ts'
import type { RequestLimiter } from './types/requests.ts'

function setUp(limiter?: RequestLimiter) {
  const clock = createVirtualClock()
  const backend = createFakeBackend()
  return { clock, backend, client: createHorizonClient({ horizonUrl: 'http://horizon.test', backend, clock, limiter }) }
}

const book: Scripted = { headers: { 'latest-ledger': '7' }, body: { bids: [], asks: [] } }

/** Lets nobody through, until they leave. */
const shut: RequestLimiter = {
  acquire: ({ signal }) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('out of the queue')), { once: true })
    }),
  observe: () => {},
}

test('behavior: close() ends at once what waits for the budget', async () => {
  const { clock, backend, client } = setUp(shut)
  const calls = [client.orderBook(market), client.raw.post('/transactions', { tx: 'A' })]
  const ends = Promise.all(calls.map((call) => call.catch((error: unknown) => error)))
  await client.close()
  for (const end of await ends) expect(end).toBeInstanceOf(ClosedError)
  expect([backend.requests.length, clock.timerCount]).toEqual([0, 0])
})

test('behavior: close() ends at once what waits for a ledger', async () => {
  const { clock, backend, client } = setUp()
  backend.answer = () => book
  const end = client.orderBook(market, { minLedger: 9_999 }).catch((error: unknown) => error)
  await clock.advance(100)
  await client.close()
  expect(await end).toBeInstanceOf(ClosedError)
  expect([backend.requests.length, clock.timerCount]).toEqual([1, 0])
})

test('behavior: what is on the wire ends with its answer, and close() waits for it', async () => {
  const { clock, backend, client } = setUp()
  const answers: ((answer: Scripted) => void)[] = []
  backend.answer = () => new Promise((resolve) => answers.push(resolve))
  const reading = client.orderBook(market)
  const missed = client.account(trader, { minLedger: 8 }).catch((error: unknown) => error)
  await clock.advance(10)
  let isClosed = false
  const closed = client.close().then(() => {
    isClosed = true
  })
  await clock.advance(10)
  expect(isClosed).toBe(false)
  answers[0]?.(book)
  answers[1]?.({ ...book, status: 404 })
  expect((await reading).ledger).toBe(7)
  expect(await missed).toBeInstanceOf(ClosedError) // it would have had to be asked again
  await closed
  expect(clock.timerCount).toBe(0)
})
