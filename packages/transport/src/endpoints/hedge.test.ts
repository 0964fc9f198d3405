import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { offersOf, setUpServers, silence } from '../../test/fakeServers.ts'

test('error: a hedge at a server of another network leaves the read to a third one', async () => {
  const { clock, servers, requester } = setUpServers(3, { hedgeAfterMs: 100, networkPassphrase: 'net' })
  await requester.get('/offers', {})
  const after = (delayMs: number): Promise<void> => new Promise((resolve) => clock.setTimer(resolve, delayMs))
  const [first, second] = servers
  Object.assign(first ?? {}, {
    fault: async (path: string) => {
      if (path !== '/fee_stats') return undefined
      await after(150)
      return { status: 503, body: {} }
    },
  })
  Object.assign(second ?? {}, { passphrase: 'other', fault: () => after(250).then(() => undefined) })
  const answer = requester.get('/fee_stats', {})
  await clock.advance(1_000)
  expect(await answer).toMatchObject({ status: 200, what: 'GET http://2.test/fee_stats' })
})

test('behavior: a slow read is hedged at a second server, whose answer is taken; the first is ended', async () => {
  const { clock, servers, requester, backend } = setUpServers(2, { hedgeAfterMs: 300 })
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.get('/offers', {})
  await clock.advance(299)
  expect(offersOf(servers[1])).toBe(0)
  await clock.advance(1)
  expect(await answer).toMatchObject({ what: 'GET http://1.test/offers' })
  expect(backend.requests.filter(({ signal }) => signal.aborted).map(({ url }) => url)).toEqual([
    'http://0.test/offers',
  ])
  expect(clock.timerCount).toBe(0)
})

test('behavior: each server has its own budget, and a hedge draws on that of the server it goes to', async () => {
  const spent = [0, 0]
  const limiters = spent.map((_, index) => ({
    acquire: async () => {
      spent[index] = (spent[index] ?? 0) + 1
    },
    observe: () => {},
  }))
  const { clock, servers, requester } = setUpServers(2, { hedgeAfterMs: 300, limiters })
  await requester.get('/offers', {})
  const before = [...spent]
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.get('/offers', {})
  await clock.advance(300)
  await answer
  expect([(spent[0] ?? 0) - (before[0] ?? 0), (spent[1] ?? 0) - (before[1] ?? 0)]).toEqual([1, 3]) // root, ledger compared, offers
})

test('behavior: a server that a hedge asked is not asked again when both answered badly', async () => {
  const { clock, servers, requester } = setUpServers(2, { hedgeAfterMs: 30 })
  await requester.get('/offers', {})
  const [first, second] = servers
  const bad = { status: 503, body: {} }
  const late = () => new Promise<Scripted>((resolve) => clock.setTimer(() => resolve(bad), 100))
  Object.assign(first ?? {}, { fault: late })
  Object.assign(second ?? {}, { fault: (path: string) => (path === '/trades' ? bad : undefined) })
  const answer = requester.get('/trades', {})
  await clock.advance(100)
  expect(await answer).toMatchObject({ status: 503 })
  expect(second?.asked.filter((path) => path === '/trades')).toHaveLength(1)
})
