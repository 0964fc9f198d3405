import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { type FakeServer, offersOf, refused, type Servers, setUpServers } from '../../test/fakeServers.ts'
import { NetworkResetError } from '../errors.ts'
import type { RequestLimiter } from '../types/requests.ts'

test('error: a server of another network is never used, and when all are the error says so', async () => {
  const { servers, requester, endpoints } = setUpServers(2, { networkPassphrase: 'net' })
  Object.assign(servers[0] ?? {}, { passphrase: 'other' })
  expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://1.test/offers' })
  expect(offersOf(servers[0])).toBe(0)
  Object.assign(servers[1] ?? {}, { fault: refused })
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_CONNECTION' })
  const states: string[] = []
  endpoints.health$.subscribe(({ endpoints: all }) => states.push(all.map(({ state }) => state).join()))
  expect(states).toEqual(['refused,ready'])
})

test('error: a network that was reset under the same passphrase is refused, by the hash of a kept ledger', async () => {
  const anchor = { sequence: 90, hash: 'a-90', closedAtMs: 450_000 }
  const { servers, requester } = setUpServers(1, { networkPassphrase: 'net', anchor })
  Object.assign(servers[0] ?? {}, { chain: 'b' })
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_NETWORK_RESET' })
  expect(offersOf(servers[0])).toBe(0)
})

test('error: a young chain with lower numbers is a reset one; an old one with lower numbers only lags', async () => {
  const anchor = { sequence: 200, hash: 'a-200', closedAtMs: 1_000_000 }
  const lagging = setUpServers(1, { anchor })
  expect(await lagging.requester.get('/offers', {})).toMatchObject({ status: 200 })
  const young = setUpServers(1, { anchor })
  Object.assign(young.servers[0] ?? {}, { ledger: 150, ledgerMs: 8_000 })
  await expect(young.requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_NETWORK_RESET' })
})

test.each([404, 410])(
  'behavior: a server that answers %d to the kept ledger has nothing to compare by, and is used',
  async (status) => {
    const anchor = { sequence: 90, hash: 'a-90', closedAtMs: 450_000 }
    const { servers, requester } = setUpServers(1, { anchor })
    Object.assign(servers[0] ?? {}, {
      fault: (path: string) => (path === '/ledgers/90' ? { status, body: {} } : undefined),
    })
    expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
    expect(servers[0]?.asked).toEqual(['/', '/ledgers/90', '/offers'])
  },
)

test('behavior: of the ledgers told 64 are kept to compare by', async () => {
  const { servers, endpoints, requester } = setUpServers(1, { networkPassphrase: 'net' })
  for (let sequence = 1; sequence <= 100; sequence += 1) {
    endpoints.onLedger({ sequence, hash: `a-${sequence}`, closedAtMs: sequence * 5_000 })
  }
  Object.assign(servers[0] ?? {}, { ledger: 36 })
  await requester.get('/offers', {})
  expect(servers[0]?.asked).toEqual(['/', '/offers'])
})

test('behavior: the second server is looked at before the change, and one that is not of the chain is not used', async () => {
  const { servers, requester } = setUpServers(3)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: refused })
  Object.assign(servers[1] ?? {}, { chain: 'b' })
  expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://2.test/offers' })
  expect(offersOf(servers[1])).toBe(0)
})

test('error: a server whose ledger falls far back is asked who it is before anything else is taken from it', async () => {
  const { clock, servers, endpoints, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const [server] = servers
  if (server === undefined) throw new Error('There is one.')
  await requester.get('/offers', {})
  await clock.advance(60_000)
  Object.assign(server, { chain: 'b', ledger: 3, ledgerMs: 1_000_000 }) // another chain, younger and shorter
  await requester.get('/offers', {}) // it answers before it is found out
  await expect(requester.get('/offers', {})).rejects.toThrow(NetworkResetError)
  expect(endpoints.anchor?.sequence).toBe(100)
})

test('behavior: a server that answers of ledgers long past, and is of the chain, is asked who it is every 5 s at most', async () => {
  const { clock, servers, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const [server] = servers
  await requester.get('/offers', {})
  Object.assign(server ?? {}, { asked: [], ledger: 80 })
  for (let count = 0; count < 100; count += 1) {
    await requester.get('/offers', {})
    await clock.advance(100)
  }
  expect(server?.asked.filter((path) => path === '/')).toHaveLength(2)
})

test('behavior: who needs a server does not wait behind all others until it is known', async () => {
  const priorities: unknown[] = []
  const limiter: RequestLimiter = {
    acquire: async ({ priority }) => {
      priorities.push(priority)
    },
    observe: () => {},
  }
  const { requester } = setUpServers(1, { networkPassphrase: 'net', limiters: [limiter] })
  await requester.get('/offers', {}, { priority: 'market' })
  expect(priorities).toEqual(['account', 'account', 'market'])
})

test('error: a server that was down is asked who it is before anything else is taken from it', async () => {
  const { clock, servers, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const [server] = servers
  await requester.get('/offers', {})
  Object.assign(server ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  Object.assign(server ?? {}, { fault: undefined, passphrase: 'other', asked: [] })
  await clock.advance(2_000)
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_WRONG_NETWORK' })
  expect(offersOf(server)).toBe(0)
})

test('error: one server that nothing was known of is held to the ledgers that its stream told', async () => {
  const { clock, servers, endpoints, requester } = setUpServers(1)
  await requester.get('/offers', {})
  endpoints.onLedger({ sequence: 90, hash: 'a-90', closedAtMs: 450_000 })
  Object.assign(servers[0] ?? {}, { chain: 'b', ledger: 91 })
  await requester.get('/offers', {}) // it answers before it is found out
  await clock.advance(0)
  await expect(requester.get('/offers', {})).rejects.toThrow(NetworkResetError)
})

test('behavior: a server that falls back a few ledgers, as several behind one URL do, is asked nothing for it', async () => {
  const { servers, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const [server] = servers
  if (server === undefined) throw new Error('There is one.')
  await requester.get('/offers', {})
  const before = server.asked.length
  for (const ledger of [92, 100, 96, 101]) {
    server.ledger = ledger
    await requester.get('/offers', {})
  }
  expect(server.asked.slice(before)).toEqual(Array.from({ length: 4 }, () => '/offers'))
})

test('error: of two servers that are looked at together, nothing being known yet, only the first to answer is of the right network', async () => {
  const { clock, servers, requester, endpoints } = setUpServers(2, { hedgeAfterMs: 100 })
  const heads: ((answer: Scripted | undefined) => void)[] = []
  const late = (path: string) =>
    path === '/ledgers' ? new Promise<Scripted>((resolve) => heads.push((answer) => resolve(answer ?? {}))) : undefined
  for (const server of servers) server.fault = late as FakeServer['fault']
  Object.assign(servers[1] ?? {}, { passphrase: 'other' })
  const answer = requester.get('/offers', {})
  await clock.advance(100)
  for (const head of heads) head({ body: { _embedded: { records: [] } } })
  await answer
  const states: string[] = []
  endpoints.health$.subscribe(({ endpoints: all }) => states.push(all.map(({ state }) => state).join()))
  await clock.advance(0)
  expect(states.at(-1)).toBe('ready,refused')
})

test('error: of two servers that are looked at together the second one is held to the chain of the first', async () => {
  const { clock, servers, requester, endpoints } = setUpServers(2, { hedgeAfterMs: 100 })
  const heads: (() => void)[] = []
  const late = (path: string) =>
    path === '/ledgers' ? new Promise<undefined>((resolve) => heads.push(() => resolve(undefined))) : undefined
  for (const server of servers) server.fault = late
  Object.assign(servers[1] ?? {}, { chain: 'b' })
  const answer = requester.get('/offers', {})
  await clock.advance(100)
  expect(heads).toHaveLength(2)
  for (const head of heads) {
    head()
    await clock.advance(1)
  }
  expect(await answer).toMatchObject({ what: 'GET http://0.test/offers' })
  const { endpoints: states } = await firstValueFrom(endpoints.health$)
  expect(states.map(({ state }) => state)).toEqual(['ready', 'refused'])
})

test('behavior: a server that was refused is told so until a look finds it to be of the network again', async () => {
  const { clock, servers, requester, endpoints } = setUpServers(2, { networkPassphrase: 'net' })
  const [first] = servers
  Object.assign(first ?? {}, { passphrase: 'other' })
  await requester.get('/offers', {})
  const stateNow = async () => (await firstValueFrom(endpoints.health$)).endpoints[0]?.state
  await clock.advance(60_000)
  expect(await stateNow()).toBe('refused')
  Object.assign(first ?? {}, { passphrase: 'net' })
  const states: unknown[] = []
  endpoints.health$.subscribe(({ endpoints: [state] }) => states.push(state?.state))
  await requester.get('/offers', {})
  await clock.advance(0)
  expect(states).toContain('ready')
})

test('error: where all others are down, a server of another network is not asked in their place, however urgent it is', async () => {
  const { servers, requester } = setUpServers(2, { networkPassphrase: 'net' })
  const [first, second] = servers
  Object.assign(first ?? {}, { passphrase: 'other' })
  await requester.get('/offers', {})
  Object.assign(first ?? {}, { asked: [] })
  Object.assign(second ?? {}, { fault: refused })
  for (let count = 0; count < 5; count += 1) {
    const read = requester.get('/offers', {}, { priority: 'submission' })
    await expect(read).rejects.toMatchObject({ code: 'SDEX_CONNECTION' })
  }
  expect(first?.asked).toEqual([])
})

test('error: a server that was refused is asked who it is before it is used again', async () => {
  const { clock, servers, requester } = setUpServers(2)
  const [first, second] = servers
  for (let count = 0; count < 2; count += 1) await requester.get('/offers', {})
  Object.assign(first ?? {}, { passphrase: 'other' })
  Object.assign(second ?? {}, { fault: refused })
  await clock.advance(20_000)
  await requester.get('/offers', {}) // no ledger was heard of for long: all are looked at
  await clock.advance(0)
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_CONNECTION' })
  const before = offersOf(first)
  await clock.advance(60_000)
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN' })
  expect(first?.asked.at(-1)).toBe('/')
  expect(offersOf(first)).toBe(before)
})

test.each([
  ['a form', 'SDEX_CONNECTION', ({ requester }: Servers) => requester.post('/transactions_async', { tx: 'AAAA' })],
  [
    ...(['what asks each server for itself', 'SDEX_NETWORK_RESET'] as const),
    ({ endpoints }: Servers) => endpoints.each().at(-1)?.get('/trades', {}),
  ],
] as const)(
  'error: %s goes to no server of another network after a change, though that one was right once',
  async (_, code, ask) => {
    const setUp = setUpServers(2)
    const { clock, servers, requester, endpoints } = setUp
    const [first, second] = servers
    for (const server of endpoints.each()) await server.get('/offers', {})
    await requester.get('/offers', {})
    await clock.advance(100_000)
    Object.assign(first ?? {}, { fault: refused })
    Object.assign(second ?? {}, { chain: 'b', asked: [] })
    await expect(ask(setUp)).rejects.toMatchObject({ code })
    const asked = second?.asked.filter((path) => !path.startsWith('/ledgers/'))
    expect(new Set(asked)).toEqual(new Set(['/']))
  },
)
