import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import {
  type FakeServer,
  offersOf,
  refused,
  reset,
  type Servers,
  setUpServers,
  silence,
} from '../../test/fakeServers.ts'
import type { RequestLimiter } from '../types/requests.ts'

/** Asks once a second, while ledgers go on at the servers given. */
async function askFor(seconds: number, { clock, servers, requester }: Servers, going = servers): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    for (const server of going) if (Math.floor(clock.now() / 1_000) % 5 === 0) server.ledger += 1
    let isAnswered = false
    const answer = requester.get('/offers', {}).finally(() => {
      isAnswered = true
    })
    do await clock.advance(1_000)
    while (!isAnswered)
    await answer
  }
}

/** How often a server was asked who it is. */
function looksAt({ asked }: FakeServer): number {
  return asked.filter((path) => path === '/').length
}

function slow({ clock }: Servers, delayMs: number): () => Promise<Scripted | undefined> {
  return () => new Promise((resolve) => clock.setTimer(() => resolve(undefined), delayMs))
}

test('behavior: a server that stands still is found out, although nothing else was asked for anything', async () => {
  const setUp = setUpServers(2)
  const { servers, requester } = setUp
  await requester.get('/offers', {})
  const [frozen, other] = servers
  if (other !== undefined) other.ledger = 110
  await askFor(20, setUp, [])
  expect(offersOf(other)).toBeGreaterThan(2)
  expect(offersOf(frozen)).toBeLessThan(19)
})

test('behavior: while ledgers go on each server that is not in use is looked at once a minute, by two requests of the least priority', async () => {
  const priorities: unknown[] = []
  const limiter: RequestLimiter = {
    acquire: async ({ priority }) => {
      priorities.push(priority)
    },
    observe: () => {},
  }
  const setUp = setUpServers(3, { limiters: [undefined, limiter] })
  await askFor(300, setUp)
  expect(setUp.servers.map(looksAt)).toEqual([1, 4, 4]) // the one in use tells by its answers, after the first look
  expect(priorities).toEqual(Array.from({ length: 8 }, () => 'background'))
})

test('behavior: one server is never looked at, nor is anyone before a server told of the network', async () => {
  const one = setUpServers(1, { networkPassphrase: 'net' })
  await one.requester.get('/offers', {})
  await one.clock.advance(100_000)
  await one.requester.get('/offers', {})
  expect(one.servers[0]?.asked.filter((path) => path === '/')).toHaveLength(1)
  const { clock, servers, requester } = setUpServers(2)
  await clock.advance(100_000)
  await requester.get('/offers', {})
  expect(servers[1]?.asked).toEqual([])
})

test('behavior: a look that nobody answers is the only one of its server', async () => {
  const setUp = setUpServers(2, { requestTimeoutMs: 200_000 })
  const { clock, servers } = setUp
  Object.assign(servers[1] ?? {}, { fault: silence })
  await askFor(190, setUp)
  expect(servers[1]?.asked).toEqual(['/'])
  await clock.advance(200_000)
  expect(clock.timerCount).toBe(0)
})

test('behavior: a server that is known to lag is looked at every 15 s', async () => {
  const setUp = setUpServers(2)
  const { servers } = setUp
  await askFor(65, setUp, servers.slice(0, 1))
  const [, lagging] = servers
  if (lagging === undefined) throw new Error('There are two.')
  const before = looksAt(lagging)
  await askFor(60, setUp, servers.slice(0, 1))
  expect([before, looksAt(lagging) - before]).toEqual([1, 4])
})

test.each([
  ['that fails', () => ({ status: 503, body: {} }), 2],
  ['that was told to wait an hour', () => ({ status: 429, headers: { 'retry-after': '3600' }, body: {} }), 1],
])('behavior: a look %s is not repeated with each choice', async (_, fault, count) => {
  const setUp = setUpServers(2)
  Object.assign(setUp.servers[1] ?? {}, { fault })
  await askFor(175, setUp)
  expect(setUp.servers.map(looksAt)).toEqual([1, count])
})

test('behavior: a server of another network is left alone for a minute after each look', async () => {
  const setUp = setUpServers(2)
  Object.assign(setUp.servers[1] ?? {}, { passphrase: 'other' })
  await askFor(250, setUp, [])
  expect(setUp.servers.map(looksAt)[1]).toBeGreaterThan(2)
  expect(setUp.servers.map(looksAt)[1]).toBeLessThan(6)
})

test('behavior: a server that failed once is gone back to when the one that took over becomes slow, though nobody asked it meanwhile', async () => {
  const setUp = setUpServers(2)
  const { servers, endpoints } = setUp
  const [first, second] = servers
  await askFor(5, setUp)
  Object.assign(first ?? {}, { fault: reset })
  await askFor(1, setUp)
  Object.assign(first ?? {}, { fault: undefined })
  await askFor(600, setUp)
  expect(endpoints.horizonUrl).toBe('http://1.test')
  const { endpoints: states } = await firstValueFrom(endpoints.health$)
  expect(states.map(({ lagLedgers }) => lagLedgers)).toEqual([0, 0])
  const before = offersOf(first)
  Object.assign(second ?? {}, { fault: slow(setUp, 1_500) })
  await askFor(40, setUp)
  expect(offersOf(first) - before).toBeGreaterThan(20)
})

test('behavior: a stream stays at a server that nobody else asks, and leaves it when that one is found behind', async () => {
  const setUp = setUpServers(2)
  const { servers, endpoints } = setUp
  const [first, second] = servers
  await askFor(5, setUp)
  const stream = endpoints.streams.choose(undefined)
  expect(stream.shown('')).toBe('GET http://0.test')
  Object.assign(first ?? {}, { fault: () => ({ status: 429, body: {} }) })
  await askFor(1, setUp)
  Object.assign(first ?? {}, { fault: undefined })
  const reasons = new Set<unknown>()
  for (let count = 0; count < 100; count += 1) {
    await askFor(1, setUp)
    reasons.add(stream.reasonToLeave())
  }
  expect(endpoints.horizonUrl).toBe('http://1.test')
  expect([...reasons]).toEqual([undefined])
  for (let count = 0; count < 100; count += 1) {
    if (second !== undefined && count % 5 === 0) second.ledger += 1
    await askFor(1, setUp, [])
    reasons.add(stream.reasonToLeave())
  }
  expect([...reasons][1]).toMatch(/ledgers behind another one/)
})

test('behavior: a stream that tells of what is long past does not make its server lag', async () => {
  const setUp = setUpServers(2)
  await askFor(5, setUp)
  const { endpoints, servers } = setUp
  Object.assign(servers[0] ?? {}, { fault: reset })
  await askFor(1, setUp)
  Object.assign(servers[0] ?? {}, { fault: undefined })
  await askFor(50, setUp)
  const stream = endpoints.streams.choose(endpoints.streams.choose(undefined))
  stream.sawLedger(3)
  stream.sawLedger(102)
  expect(stream.shown('')).toBe('GET http://0.test')
  expect(stream.reasonToLeave()).toBeUndefined()
})

test('behavior: a server that was down is probed while another one works, and told to be ready', async () => {
  const setUp = setUpServers(2)
  const { servers, requester, endpoints } = setUp
  const [first] = servers
  await askFor(1, setUp)
  Object.assign(first ?? {}, { fault: refused })
  await Promise.all(Array.from({ length: 5 }, (_, id) => requester.get('/offers', { id })))
  const states: (string | undefined)[] = []
  endpoints.health$.subscribe(({ endpoints: [state] }) => states.push(state?.state))
  expect(states).toEqual(['down'])
  if (first !== undefined) first.asked.length = 0
  await askFor(60, setUp)
  expect(states.at(-1)).toBe('down')
  expect(first?.asked.length).toBeGreaterThanOrEqual(60 / 8)
  expect(first?.asked.length).toBeLessThan(20)
  Object.assign(first ?? {}, { fault: undefined })
  await askFor(9, setUp)
  expect(states.at(-1)).toBe('ready')
  expect(offersOf(first)).toBe(0)
})
