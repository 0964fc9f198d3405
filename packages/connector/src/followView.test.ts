import { SdexError, type Status, TimeoutError } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { accountId, createFakeClient, ledger, market } from '../test/fakeClient.ts'
import { followView } from './followView.ts'

class GoneError extends SdexError {
  readonly code = 'TEST_GONE'
  readonly retryable = false
}

function setUp() {
  const fake = createFakeClient()
  const clock = createVirtualClock(1_000)
  const feed = followView(fake.client, { markets: [market], accountId, clock })
  const views: number[] = []
  const statuses: Status[] = []
  feed.view$.subscribe((view) => views.push(view.ledger))
  feed.status$.subscribe((status) => statuses.push(status))
  onTestFinished(() => feed.close())
  const serve = (sequence: number): void => {
    fake.answers.account = fake.answers.offers = fake.answers.orderBook = [sequence]
  }
  const close = async (sequence: number): Promise<void> => {
    serve(sequence)
    fake.ledgers$.next(ledger(sequence))
    await clock.advance(0)
  }
  return { fake, clock, feed, views, statuses, serve, close }
}

const slow = new TimeoutError({ message: 'Reading took too long.', remedy: 'Wait.' })

test('behavior: each ledger is committed once, with its close time and reserve', async () => {
  const { feed, views, close } = setUp()
  await close(7)
  await close(8)
  await feed.ready
  expect(views).toEqual([7, 8])
  let last: unknown
  feed.view$.subscribe((view) => (last = { closedAtMs: view.closedAtMs, baseReserve: view.baseReserve }))
  expect(last).toEqual({ closedAtMs: 40_000, baseReserve: 5_000_000n })
})

test('behavior: ticks that come while one view is read make one more reading', async () => {
  const { fake, clock, views, serve } = setUp()
  serve(9)
  for (const sequence of [7, 8, 9]) fake.ledgers$.next(ledger(sequence))
  await clock.advance(0)
  expect(views).toEqual([9])
  expect(fake.asked.filter((route) => route === 'account')).toHaveLength(1)
})

test('behavior: a view never goes back, whatever a backend that lags behind says', async () => {
  const { fake, clock, views, serve, close } = setUp()
  await close(8)
  serve(7)
  fake.ledgers$.next(ledger(9))
  await clock.advance(0)
  expect(views).toEqual([8])
})

test('behavior: a view of a ledger that the stream has not told asks for its close time', async () => {
  const { fake, clock, views, serve } = setUp()
  serve(12)
  fake.ledgers$.next(ledger(11))
  await clock.advance(0)
  expect(views).toEqual([12])
  expect(fake.asked).toContain('ledger')
})

test('behavior: a failed reading shows as stale since its first failure, keeps the view, and ends with the next ledger', async () => {
  const { fake, clock, statuses, views, close } = setUp()
  await close(7)
  fake.failure = slow
  await close(8)
  await clock.advance(500)
  await close(9)
  fake.failure = undefined
  await close(10)
  expect(views).toEqual([7, 10])
  expect(statuses).toEqual([
    { state: 'connecting' },
    { state: 'live' },
    { state: 'stale', reason: slow.message, code: 'SDEX_TIMEOUT', sinceMs: 1_000 },
    { state: 'live' },
  ])
})

test('behavior: a stream that is down shows before anything else, and live again after it', async () => {
  const { fake, statuses, close } = setUp()
  await close(7)
  fake.streamStatus$.next({ state: 'reconnecting', reason: 'refused', sinceMs: 5 })
  fake.streamStatus$.next({ state: 'live' })
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'live', 'reconnecting', 'live'])
})

test('error: what no later try can mend ends the wait for the first view', async () => {
  const { fake, feed, close } = setUp()
  fake.failure = new GoneError({ message: 'No such account.', remedy: 'Fund it.' })
  await close(7)
  await expect(feed.ready).rejects.toThrow(GoneError)
})

test('behavior: closing completes both observables, tells closed, and leaves no timer or subscriber', async () => {
  const { fake, clock, feed, close } = setUp()
  await close(7)
  const ends: string[] = []
  feed.view$.subscribe({ complete: () => ends.push('view') })
  await feed.close()
  feed.status$.subscribe({ next: ({ state }) => ends.push(state), complete: () => ends.push('status') })
  expect(ends).toEqual(['view', 'closed', 'status'])
  expect(fake.ledgers$.observed).toBe(false)
  expect(clock.timerCount).toBe(0)
})
