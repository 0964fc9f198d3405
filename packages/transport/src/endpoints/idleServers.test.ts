import { expect, test } from 'vitest'
import { offersOf, setUpServers } from '../../test/fakeServers.ts'

test('behavior: a server that stands still is found out, although nothing else was asked for anything', async () => {
  const { clock, servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  const [frozen, other] = servers
  if (other !== undefined) other.ledger = 110
  for (let count = 0; count < 20; count += 1) {
    await requester.get('/offers', {})
    await clock.advance(1_000)
  }
  expect(offersOf(other)).toBeGreaterThan(2)
  expect(offersOf(frozen)).toBeLessThan(18)
})

test('behavior: while ledgers go on nobody is looked at but who is asked', async () => {
  const { clock, servers, requester } = setUpServers(2)
  for (let count = 0; count < 60; count += 1) {
    for (const server of servers) server.ledger += 1
    await requester.get('/offers', {})
    await clock.advance(5_000)
  }
  expect(servers[1]?.asked).toEqual([])
})
