import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { refused, setUpServers } from '../../test/fakeServers.ts'

test('behavior: a server that answers within the millisecond, and tells no ledger, is ready', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  const state = async () => (await firstValueFrom(endpoints.health$)).endpoints[0]
  expect(await state()).toMatchObject({ state: 'untried', latencyMs: undefined })
  Object.assign(servers[0] ?? {}, { fault: () => ({ body: {} }) })
  await requester.get('/offers', {})
  expect(await state()).toMatchObject({ state: 'ready', latencyMs: 0 })
})

test('behavior: how late ledgers are told is measured by the local clock', () => {
  const { clock, endpoints } = setUpServers(1)
  const delays: (number | undefined)[] = []
  endpoints.health$.subscribe(({ closeDelayMs }) => delays.push(closeDelayMs))
  endpoints.onLedger({ sequence: 1, hash: 'a', closedAtMs: clock.now() - 1_400 })
  endpoints.onLedger({ sequence: 2, hash: 'b', closedAtMs: clock.now() - 700 })
  expect(delays).toEqual([undefined, 1_400, 700])
  expect(endpoints.anchor).toEqual({ sequence: 2, hash: 'b', closedAtMs: clock.now() - 700 })
})

test('behavior: an anchor is what a file can keep of the newest ledger that the stream told', () => {
  const { endpoints } = setUpServers(1)
  const ledger = { sequence: 7, hash: 'a-7', closedAtMs: 35_000, baseFee: 100n }
  for (const told of [ledger, { ...ledger, sequence: 6 }]) endpoints.onLedger(told)
  expect(JSON.parse(JSON.stringify(endpoints.anchor))).toEqual({ sequence: 7, hash: 'a-7', closedAtMs: 35_000 })
})

test('behavior: the share of errors is told as it changes, and answers that change nothing tell nothing', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  const rates: number[] = []
  endpoints.health$.subscribe(({ endpoints: [state] }) => rates.push(state?.errorRateFloat ?? 0))
  for (let count = 0; count < 20; count += 1) await requester.get('/offers', {})
  const quiet = rates.length
  expect(quiet).toBeLessThan(10)
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 503, body: {} }) })
  for (let count = 0; count < 60; count += 1) await requester.get('/offers', {})
  expect(rates.at(-1)).toBe(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  await requester.get('/offers', {}).catch(() => {})
  Object.assign(servers[0] ?? {}, { fault: undefined })
  for (let count = 0; count < 60; count += 1) await requester.get('/offers', {})
  expect(rates.at(-1)).toBe(0)
  expect(rates.length).toBeLessThan(quiet + 100)
})

test('behavior: a failure is told, though it takes three to make a server down', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  const told: unknown[] = []
  endpoints.health$.subscribe(({ endpoints: [state] }) => told.push([state?.state, state?.errorRateFloat]))
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  expect(told).toEqual([
    ['untried', 0],
    ['untried', 0.2],
    ['untried', 0.36],
    ['down', 0.488],
  ])
})

test('behavior: what a server that is behind is known to have is told as it changes, also where no ledger is new', async () => {
  const { servers, endpoints } = setUpServers(2)
  const [first, second] = servers
  Object.assign(second ?? {}, { ledger: 110 })
  const askEach = async (id: number) => {
    for (const server of endpoints.each()) await server.get('/offers', { id })
  }
  await askEach(1)
  await askEach(2)
  const told: unknown[] = []
  endpoints.health$.subscribe(({ endpoints: [state] }) => told.push([state?.latestLedger, state?.lagLedgers]))
  Object.assign(first ?? {}, { ledger: 108 })
  await askEach(3)
  await askEach(4)
  expect(told).toEqual([
    [100, 10],
    [108, 2],
  ])
})

test('behavior: that a server went down is told also where nothing went right before', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 503, body: {} }) })
  for (let count = 0; count < 60; count += 1) await requester.get('/offers', {})
  const told: unknown[] = []
  endpoints.health$.subscribe(({ endpoints: [state] }) => told.push([state?.state, state?.errorRateFloat]))
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  expect(told).toEqual([
    ['ready', 1],
    ['down', 1],
  ])
})

test('behavior: which server requests go to is told as it changes, also where nothing else does', async () => {
  const { clock, servers, requester, endpoints } = setUpServers(2)
  for (const server of endpoints.each()) await server.get('/offers', {})
  await requester.get('/offers', {})
  const told: unknown[] = []
  endpoints.health$.subscribe(({ endpoints: all }) => told.push(all.findIndex(({ isCurrent }) => isCurrent)))
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 429, body: {} }) })
  await requester.post('/transactions_async', { tx: 'AAAA' })
  await requester.get('/offers', {})
  await clock.advance(1)
  expect(told).toEqual([0, 1])
})

test('behavior: the same state is told once, and the end of the client is the end of it', async () => {
  const { requester, endpoints } = setUpServers(1)
  await requester.get('/offers', {})
  const told: unknown[] = []
  endpoints.health$.subscribe({ next: () => told.push('state'), complete: () => told.push('end') })
  for (let count = 0; count < 2; count += 1) endpoints.onLedger({ sequence: 90, hash: 'a-90', closedAtMs: 450_000 })
  endpoints.close()
  expect(told).toEqual(['state', 'state', 'end'])
})

test('behavior: of late ledgers the last 32 count', () => {
  const { clock, endpoints } = setUpServers(1)
  const delays: (number | undefined)[] = []
  endpoints.health$.subscribe(({ closeDelayMs }) => delays.push(closeDelayMs))
  const tell = (delayMs: number) => endpoints.onLedger({ sequence: 1, hash: 'a', closedAtMs: clock.now() - delayMs })
  tell(500)
  for (let count = 0; count < 31; count += 1) tell(900)
  expect(delays.at(-1)).toBe(500)
  tell(900)
  expect(delays.at(-1)).toBe(900)
})

test('behavior: where all servers are down each may be asked all the same', async () => {
  const { servers, endpoints } = setUpServers(2)
  for (const server of servers) server.fault = refused
  for (let count = 0; count < 3; count += 1) {
    for (const server of endpoints.each()) await server.get('/offers', {}).catch(() => {})
  }
  expect((await firstValueFrom(endpoints.health$)).endpoints.map(({ state }) => state)).toEqual(['down', 'down'])
  expect(endpoints.each()).toHaveLength(2)
})
