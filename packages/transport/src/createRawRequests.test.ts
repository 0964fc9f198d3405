import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { setUpServers } from '../test/fakeServers.ts'
import { createRawRequests } from './createRawRequests.ts'

test('behavior: a path with its query is asked for as it is, below the server, and answered whatever the status', async () => {
  const { servers, requester } = setUpServers(1)
  const raw = createRawRequests(requester)
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 404, headers: { 'latest-ledger': '7' }, body: { a: 1 } }) })
  const answer = await raw.get('/claimable_balances?claimant=G1&limit=2')
  expect(answer).toEqual({ status: 404, headers: { 'latest-ledger': '7' }, body: { a: 1 } })
  await raw.post('/transactions', { tx: 'AAA=' })
  expect(servers[0]?.asked).toEqual(['/claimable_balances?claimant=G1&limit=2', '/transactions'])
})

test.each(['ledgers', '', '//other.test/ledgers', 'http://other.test/'])(
  'error: %j leads off the server, and is not sent',
  async (path) => {
    const { servers, requester } = setUpServers(1)
    const raw = createRawRequests(requester)
    await expect(raw.get(path)).rejects.toThrow(InvalidOptionError)
    await expect(raw.post(path, {})).rejects.toThrow(InvalidOptionError)
    expect(servers[0]?.asked).toEqual([])
  },
)

test.each([Number.NaN, -1, 0, 1.5])(
  'error: a wish for ledger %d is refused before anything is sent',
  async (minLedger) => {
    const { servers, requester } = setUpServers(1)
    const raw = createRawRequests(requester)
    await expect(raw.get('/ledgers', { minLedger })).rejects.toThrow(InvalidOptionError)
    await expect(raw.post('/transactions', {}, { minLedger })).rejects.toThrow(InvalidOptionError)
    expect(servers[0]?.asked).toEqual([])
  },
)
