import { firstValueFrom } from 'rxjs'
import { expect, test, vi } from 'vitest'
import { offersOf, refused, reset, setUpServers, silence } from '../../test/fakeServers.ts'
import { QueueFullError } from '../errors.ts'

test('behavior: the first server is asked while it is well, and nothing of it is asked twice', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  await requester.get('/offers', {})
  expect(servers[0]?.asked).toEqual(['/', '/ledgers?order=desc&limit=1', '/offers', '/offers'])
  expect(servers[1]?.asked).toEqual([])
})

test('behavior: one server without a known network is asked nothing beforehand', async () => {
  const { servers, requester } = setUpServers(1)
  await requester.get('/offers', {})
  expect(servers[0]?.asked).toEqual(['/offers'])
})

test.each([
  ['refuses connections', refused],
  ['breaks off', reset],
  ['answers 503', () => ({ status: 503, body: { title: 'Stale' } })],
  ['answers 429', () => ({ status: 429, body: {} })],
  ['answers with a page of a proxy', () => ({ body: '<html>' })],
  ['answers with half of a body', () => ({ body: '{"_embedded": {"records": [' })],
  ['answers with nothing', () => ({ body: '' })],
])('behavior: a read goes over to the next server within the call when the first one %s', async (_, fault) => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault })
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200, what: 'GET http://1.test/offers' })
})

test('behavior: a silent server takes half of the time, and the other one answers within the call', async () => {
  const { clock, servers, requester } = setUpServers(2, { requestTimeoutMs: 8_000 })
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.get('/offers', {})
  await clock.advance(3_999)
  expect(servers[1]?.asked).toEqual([])
  await clock.advance(1)
  expect(await answer).toMatchObject({ what: 'GET http://1.test/offers' })
  expect(clock.timerCount).toBe(1) // the look at which network the silent one is of; its own bound ends it
  await clock.advance(8_000)
  expect(clock.timerCount).toBe(0)
})

test('behavior: after failures the other server is asked first', async () => {
  const { servers, requester, endpoints } = setUpServers(2)
  Object.assign(servers[0] ?? {}, { fault: reset })
  for (let count = 0; count < 5; count += 1) await requester.get('/offers', {})
  expect(offersOf(servers[0])).toBe(0)
  expect(offersOf(servers[1])).toBe(5)
  expect(endpoints.horizonUrl).toBe('http://1.test')
})

test('behavior: a server that lags gives way to one that does not, and the newest ledger is told', async () => {
  const { servers, requester, endpoints } = setUpServers(2)
  const ticks: number[] = []
  endpoints.ledgerTicks$.subscribe((ledger) => ticks.push(ledger))
  Object.assign(servers[1] ?? {}, { ledger: 120 })
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: refused })
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: undefined })
  await requester.get('/offers', {})
  expect(endpoints.horizonUrl).toBe('http://1.test')
  expect(ticks).toEqual([100, 120])
})

test('behavior: a call that its caller ends tells nothing of the server', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: silence })
  const caller = new AbortController()
  const calls = [1, 2, 3, 4].map((n) => requester.get('/offers', { n }, { signal: caller.signal }))
  await Promise.resolve()
  caller.abort()
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  const states: string[] = []
  endpoints.health$.subscribe(({ endpoints: all }) => states.push(all.map(({ state }) => state).join()))
  expect(states).toEqual(['untried'])
})

test('behavior: a queue that is full here says nothing of the server, and sends reads and forms to the next one', async () => {
  const { servers, endpoints, requester } = setUpServers(2)
  await requester.get('/offers', {})
  const full = async (): Promise<never> => {
    throw new QueueFullError({ message: 'Too many.', remedy: 'Wait.' })
  }
  Object.assign(servers[0] ?? {}, { fault: full })
  expect(await requester.post('/transactions', { tx: 'AAA' })).toMatchObject({ status: 200 })
  for (let count = 0; count < 10; count += 1) {
    expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
  }
  const { endpoints: states } = await firstValueFrom(endpoints.health$)
  expect(states.map(({ state, errorRateFloat }) => [state, errorRateFloat])).toEqual([
    ['ready', 0],
    ['ready', 0],
  ])
})

test('behavior: a server that lets a read hang has that against it, though another one answers in time', async () => {
  const { clock, servers, requester, endpoints } = setUpServers(2, { requestTimeoutMs: 8_000 })
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.get('/offers', {})
  await clock.advance(4_000)
  await answer
  const rates: number[] = []
  endpoints.health$.subscribe(({ endpoints: all }) => rates.push(all[0]?.errorRateFloat ?? 0))
  expect(rates.at(-1)).toBeGreaterThan(0)
})

test('behavior: whether an answer is of Horizon is told without parsing it, which is up to the reader', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: () => ({ body: '\n{"n": 1}\n' }) })
  const parse = vi.spyOn(JSON, 'parse')
  const answer = await requester.get('/order_book', {})
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
  expect([answer.what, answer.json()]).toEqual(['GET http://0.test/order_book', { n: 1 }])
})

test.each([
  ['that one budget refused', {}, 10_000],
  ['that is refused until a named time', { 'retry-after': '40' }, 40_000],
])(
  'behavior: a form %s sends reads to the other server till then, and the first one is as good after it',
  async (_, headers, heldMs) => {
    const { clock, servers, requester, endpoints } = setUpServers(2)
    await requester.get('/offers', {})
    const [first, second] = servers
    Object.assign(first ?? {}, { fault: () => ({ status: 429, headers, body: {} }) })
    await requester.post('/transactions_async', { tx: 'AAAA' })
    Object.assign(first ?? {}, { fault: undefined })
    const best = () => endpoints.streams.choose(undefined).shown('')
    await clock.advance(heldMs - 1)
    expect(best()).toBe('GET http://1.test')
    await clock.advance(1)
    expect(best()).toBe('GET http://0.test')
    expect(offersOf(second)).toBe(0)
  },
)
