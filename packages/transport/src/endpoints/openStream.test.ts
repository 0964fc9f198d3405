import { expect, test } from 'vitest'
import { refused, type Servers, setUpServers } from '../../test/fakeServers.ts'
import { NetworkResetError } from '../errors.ts'
import type { RequestLimiter } from '../types/requests.ts'
import type { StreamServer } from './openStream.ts'

async function setUpVerified(): Promise<Servers & { readonly first: StreamServer; readonly second: StreamServer }> {
  const setUp = setUpServers(2)
  const { endpoints, requester, servers, clock } = setUp
  const first = endpoints.streams.choose(undefined)
  const second = endpoints.streams.choose(first)
  await Promise.all([requester.get('/fee_stats', {}), open(first, undefined), open(second, undefined)])
  await clock.advance(100_000)
  for (const { asked } of servers) asked.length = 0
  return { ...setUp, first, second }
}

function open(server: StreamServer, lastAt: StreamServer | undefined) {
  const { signal } = new AbortController()
  return server.open({ path: '/trades', query: {}, priority: 'market', signal, lastAt })
}

test('behavior: a stream that goes on where it was looks no more at which network that is', async () => {
  const { servers, first } = await setUpVerified()
  await open(first, first)
  expect(servers[0]?.asked).toEqual(['/trades'])
})

test('error: a stream that changes servers takes nothing from one whose chain is another one by now', async () => {
  const { servers, first, second } = await setUpVerified()
  Object.assign(servers[1] ?? {}, { chain: 'b' })
  await expect(open(second, first)).rejects.toThrow(NetworkResetError)
  expect(servers[1]?.asked).not.toContain('/trades')
})

test('behavior: a stream leaves a server that lags for a better one, but for none that just refused it or wants no request yet', async () => {
  const { servers, requester, clock, first, second } = await setUpVerified()
  Object.assign(servers[1] ?? {}, { ledger: 130 })
  await requester.get('/offers', {}) // the server that nobody asks is looked at then
  await clock.advance(0)
  await requester.get('/offers', {}) // what is heard of the other one is compared with that
  const reason = 'The server is 30 ledgers behind another one.'
  expect([first.reasonToLeave(), second.reasonToLeave()]).toEqual([reason, undefined])
  second.demote()
  expect(first.reasonToLeave()).toBeUndefined()
  await clock.advance(10_000)
  expect(first.reasonToLeave()).toBe(reason)
  second.hold(3_600_000)
  await clock.advance(3_599_999)
  expect(first.reasonToLeave()).toBeUndefined()
})

test('error: a stream that comes back to the server that requests go to looks who that is by now, too', async () => {
  const { servers, first, second } = await setUpVerified()
  await open(second, first)
  Object.assign(servers[0] ?? {}, { chain: 'b' })
  await expect(open(first, second)).rejects.toThrow(NetworkResetError)
  expect(servers[0]?.asked).not.toContain('/trades')
})

test('behavior: a stream leaves a server that is down, or of another network, for one that is well', async () => {
  const { servers, endpoints, clock, first, second } = await setUpVerified()
  const [, other] = servers
  Object.assign(other ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await expect(open(second, second)).rejects.toThrow()
  expect([first.reasonToLeave(), second.reasonToLeave()]).toEqual([undefined, expect.stringContaining('is down')])
  Object.assign(other ?? {}, { fault: undefined, chain: 'b' })
  await clock.advance(20_000)
  endpoints.streams.doubt()
  await clock.advance(0)
  expect([first.reasonToLeave(), second.reasonToLeave()]).toEqual([undefined, expect.stringContaining('ledger 100')])
})

test('behavior: the answer to a stream tells the budget of its server', async () => {
  const told: unknown[] = []
  const limiter: RequestLimiter = { acquire: async () => {}, observe: (budget) => told.push(budget) }
  const { servers, endpoints } = setUpServers(1, { limiters: [limiter] })
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 429, headers: { 'retry-after': '7' }, body: {} }) })
  await open(endpoints.streams.choose(undefined), undefined)
  expect(told).toMatchObject([{ status: 429, retryAfterMs: 7_000 }])
})
