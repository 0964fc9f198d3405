import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { offersOf, refused, reset, setUpServers } from '../../test/fakeServers.ts'

test('behavior: a read of what was written waits for a server that has the ledger', async () => {
  const { clock, servers, requester } = setUpServers(1)
  const answer = requester.get('/offers', {}, { minLedger: 102 })
  await clock.advance(400)
  Object.assign(servers[0] ?? {}, { ledger: 102 })
  await clock.advance(200)
  expect(await answer).toMatchObject({ headers: { 'latest-ledger': '102' } })
  expect(offersOf(servers[0])).toBe(2)
  expect(clock.timerCount).toBe(0)
})

test('behavior: a read of what was written goes to the server that has it', async () => {
  const { servers, requester } = setUpServers(2)
  Object.assign(servers[1] ?? {}, { ledger: 105 })
  Object.assign(servers[0] ?? {}, { fault: refused })
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: undefined })
  expect(await requester.get('/offers', {}, { minLedger: 105 })).toMatchObject({ what: 'GET http://1.test/offers' })
})

test('behavior: history, whose answers tell no ledger, is read from a server whose newest ledger was seen to be late enough', async () => {
  const { clock, servers, requester } = setUpServers(1)
  const noHeader = (path: string) => (path === '/trades' ? { body: {} } : undefined)
  Object.assign(servers[0] ?? {}, { fault: noHeader })
  const answer = requester.get('/trades', {}, { minLedger: 101 })
  await clock.advance(0)
  Object.assign(servers[0] ?? {}, { ledger: 101 })
  await clock.advance(1_500)
  await answer
  expect(servers[0]?.asked.at(-1)).toBe('/trades')
})

test('behavior: history that was asked for before its server was seen to be late enough is asked for again, by whoever it was', async () => {
  const { clock, servers, requester } = setUpServers(1)
  const held: ((answer: Scripted) => void)[] = []
  const late = (path: string) =>
    path === '/trades' ? new Promise<Scripted>((resolve) => held.push(resolve)) : undefined
  Object.assign(servers[0] ?? {}, { fault: late })
  const early = requester.get('/trades', {})
  const answer = requester.get('/trades', {}, { minLedger: 101 })
  await clock.advance(0)
  Object.assign(servers[0] ?? {}, { ledger: 101 })
  await requester.get('/offers', {})
  for (const release of held.splice(0)) release({ body: { n: 1 } })
  await clock.advance(500)
  for (const release of held.splice(0)) release({ body: { n: 2 } })
  expect([(await early).json(), (await answer).json()]).toEqual([{ n: 1 }, { n: 2 }])
})

test('error: a ledger that no server reaches in time ends as a timeout that names it', async () => {
  const { clock, requester } = setUpServers(1)
  const answer = requester.get('/offers', {}, { minLedger: 500, timeoutMs: 2_000 })
  answer.catch(() => {})
  await clock.advance(2_000)
  await expect(answer).rejects.toThrow(/ledger 500/)
})

test('behavior: of a ledger that only another server has it is asked at once, although nothing was known of it', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  const [, other] = servers
  if (other !== undefined) other.ledger = 105
  const answer = await requester.get('/offers', {}, { minLedger: 104 })
  expect(answer.what).toBe('GET http://1.test/offers')
})

test.each([
  ['breaks off', reset],
  ['answers by a page of a proxy', () => ({ body: '<html>' })],
])(
  'behavior: where a server %s when it is asked how far it is, history is read from the next one',
  async (_, fault) => {
    const { servers, requester } = setUpServers(2)
    await requester.get('/offers', {})
    const [first, second] = servers
    Object.assign(second ?? {}, {
      ledger: 105,
      fault: (path: string) => (path === '/trades' ? { body: {} } : undefined),
    })
    const broken = (path: string) => (path === '/trades' ? { body: {} } : path === '/ledgers' ? fault() : undefined)
    Object.assign(first ?? {}, { fault: broken })
    const answer = await requester.get('/trades', {}, { minLedger: 104 })
    expect(answer.what).toBe('GET http://1.test/trades')
  },
)

test('behavior: of two servers whose ledgers are known only the one that has the ledger is asked', async () => {
  const { servers, requester, endpoints } = setUpServers(2)
  const [first, second] = servers
  Object.assign(second ?? {}, { ledger: 101 })
  for (const server of endpoints.each()) await server.get('/offers', {})
  await requester.get('/offers', {})
  const before = servers.map(offersOf)
  await requester.get('/offers', {}, { minLedger: 101 })
  expect([offersOf(first), offersOf(second)]).toEqual([before[0], (before[1] ?? 0) + 1])
})

test.each([429, 503])(
  'error: history that is answered by %d is no reason to wait for a ledger: the caller has to know',
  async (status) => {
    const { servers, requester } = setUpServers(1)
    Object.assign(servers[0] ?? {}, {
      fault: (path: string) => (path === '/trades' ? { status, body: {} } : undefined),
    })
    expect(await requester.get('/trades', {}, { minLedger: 500 })).toMatchObject({ status })
    expect(servers[0]?.asked).toEqual(['/trades'])
  },
)

test('behavior: history of a ledger is waited for also at a server that had it and was set back', async () => {
  const { clock, servers, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const [server] = servers
  if (server === undefined) throw new Error('There is one.')
  await requester.get('/offers', {})
  server.fault = (path) => (path === '/trades' ? { body: { of: server.ledger } } : undefined)
  server.ledger = 80
  await requester.get('/offers', {})
  const answer = requester.get('/trades', {}, { minLedger: 95 })
  await clock.advance(1_000)
  server.ledger = 95
  await clock.advance(1_000)
  expect((await answer).json()).toEqual({ of: 95 })
})
