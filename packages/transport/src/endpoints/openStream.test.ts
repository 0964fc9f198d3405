import { expect, test } from 'vitest'
import { type Servers, setUpServers } from '../../test/fakeServers.ts'
import { NetworkResetError } from '../errors.ts'
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
