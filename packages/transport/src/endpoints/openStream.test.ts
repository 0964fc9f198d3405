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
