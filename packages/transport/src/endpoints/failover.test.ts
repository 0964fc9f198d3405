import { SdexError } from '@sdex/primitives'
import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { type FakeServer, setUpServers, silence } from '../../test/fakeServers.ts'
import { ConnectionError, NetworkResetError, QueueFullError } from '../errors.ts'

const refused = async (): Promise<never> => {
  throw new ConnectionError({ fault: 'refused', message: 'Nobody listens at the address.', remedy: 'Check the URL.' })
}
const reset = async (): Promise<never> => {
  throw new ConnectionError({ fault: 'reset', message: 'The server broke off.', remedy: 'Try again.' })
}
const offers = (asked: readonly string[]): number => asked.filter((path) => path.startsWith('/offers')).length

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

test('behavior: after failures the other server is asked first, until the first one is worth a change again', async () => {
  const { servers, requester, endpoints } = setUpServers(2)
  Object.assign(servers[0] ?? {}, { fault: reset })
  for (let count = 0; count < 5; count += 1) await requester.get('/offers', {})
  expect(offers(servers[0]?.asked ?? [])).toBe(0)
  expect(offers(servers[1]?.asked ?? [])).toBe(5)
  expect(endpoints.horizonUrl).toBe('http://1.test')
})

test('error: all servers down: the last failure at first, then at once that they are down, and a probe brings them back', async () => {
  const { clock, servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) {
    await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_CONNECTION' })
  }
  const asked = servers[0]?.asked.length
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN', retryable: true })
  expect(servers[0]?.asked.length).toBe(asked)
  Object.assign(servers[0] ?? {}, { fault: undefined })
  await clock.advance(1_000)
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
})

const submissionOff = { type: 'https://stellar.org/horizon-errors/transaction_submission_disabled', title: 'Off' }
test.each([
  ['has submission switched off', { status: 403, body: submissionOff }],
  ['lacks the route', { status: 404, body: {} }],
])('behavior: a form goes to the next server when one %s; where all do, the answer says so', async (_, answer) => {
  const { servers, requester } = setUpServers(2)
  const fault = (path: string): Scripted | undefined => (path === '/transactions_async' ? answer : undefined)
  Object.assign(servers[0] ?? {}, { fault })
  const post = () => requester.post('/transactions_async', { tx: 'AAAA' })
  expect(await post()).toMatchObject({ status: 200, what: 'POST http://1.test/transactions_async' })
  Object.assign(servers[1] ?? {}, { fault })
  expect(await post()).toMatchObject({ status: answer.status })
})

test.each([
  ['a 504', { status: 504, body: { title: 'Timeout' } }],
  ["a proxy's page", { status: 200, body: '<html>' }],
])(
  'behavior: after %s to a form the same bytes go to another server, and while that one is clear to it',
  async (_, answer) => {
    const { servers, requester } = setUpServers(2)
    await requester.get('/offers', {})
    Object.assign(servers[0] ?? {}, { fault: (path: string) => (path === '/transactions_async' ? answer : undefined) })
    const asked: string[] = []
    for (let count = 0; count < 4; count += 1) {
      const { what } = await requester.post('/transactions_async', { tx: 'AAAA' })
      asked.push(what.slice('POST http://'.length)[0] ?? '')
    }
    expect(asked.join('')).toBe('0111')
  },
)

test('behavior: a silent server that is to be verified leaves time to post elsewhere', async () => {
  const { clock, servers, requester } = setUpServers(2)
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.post('/transactions_async', { tx: 'AAAA' }, { timeoutMs: 2_000 })
  await clock.advance(1_000)
  expect(await answer).toMatchObject({ what: 'POST http://1.test/transactions_async' })
  await clock.advance(20_000)
})

test('behavior: a form that somebody is forbidden is not tried elsewhere', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 403, body: { title: 'Forbidden' } }) })
  expect(await requester.post('/transactions_async', { tx: 'AAAA' })).toMatchObject({ status: 403 })
})

test('behavior: a submission, which paces itself, is its own probe', async () => {
  const { servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN' })
  Object.assign(servers[0] ?? {}, { fault: undefined })
  expect(await requester.get('/offers', {}, { priority: 'submission' })).toMatchObject({ status: 200 })
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
})

test('behavior: while a probe is under way nobody else goes', async () => {
  const { clock, servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  await clock.advance(1_000)
  Object.assign(servers[0] ?? {}, { fault: silence })
  const probe = requester.get('/offers', { probe: 1 })
  probe.catch(() => {})
  await clock.advance(0)
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN' })
  await clock.advance(10_000)
  await expect(probe).rejects.toMatchObject({ code: 'SDEX_TIMEOUT' })
})

test('error: a server of another network is never used, and when all are the error says so', async () => {
  const { servers, requester, endpoints } = setUpServers(2, { networkPassphrase: 'net' })
  Object.assign(servers[0] ?? {}, { passphrase: 'other' })
  expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://1.test/offers' })
  expect(offers(servers[0]?.asked ?? [])).toBe(0)
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
  expect(offers(servers[0]?.asked ?? [])).toBe(0)
})

test('error: a young chain with lower numbers is a reset one; an old one with lower numbers only lags', async () => {
  const anchor = { sequence: 200, hash: 'a-200', closedAtMs: 1_000_000 }
  const lagging = setUpServers(1, { anchor })
  expect(await lagging.requester.get('/offers', {})).toMatchObject({ status: 200 })
  const reset = setUpServers(1, { anchor })
  Object.assign(reset.servers[0] ?? {}, { ledger: 150, ledgerMs: 8_000 })
  await expect(reset.requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_NETWORK_RESET' })
})

test('behavior: the second server is looked at before the change, and one that is not of the chain is not used', async () => {
  const { servers, requester } = setUpServers(3)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: refused })
  Object.assign(servers[1] ?? {}, { chain: 'b' })
  expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://2.test/offers' })
  expect(offers(servers[1]?.asked ?? [])).toBe(0)
})

test('behavior: a read of what was written waits for a server that has the ledger', async () => {
  const { clock, servers, requester } = setUpServers(1)
  const answer = requester.get('/offers', {}, { minLedger: 102 })
  await clock.advance(400)
  Object.assign(servers[0] ?? {}, { ledger: 102 })
  await clock.advance(200)
  expect(await answer).toMatchObject({ headers: { 'latest-ledger': '102' } })
  expect(offers(servers[0]?.asked ?? [])).toBe(2)
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

test('behavior: a slow read is hedged at a second server, whose answer is taken; the first is ended', async () => {
  const { clock, servers, requester, backend } = setUpServers(2, { hedgeAfterMs: 300 })
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.get('/offers', {})
  await clock.advance(299)
  expect(offers(servers[1]?.asked ?? [])).toBe(0)
  await clock.advance(1)
  expect(await answer).toMatchObject({ what: 'GET http://1.test/offers' })
  expect(backend.requests.filter(({ signal }) => signal.aborted).map(({ url }) => url)).toEqual([
    'http://0.test/offers',
  ])
  expect(clock.timerCount).toBe(0)
})

test('behavior: each server has its own budget, and a hedge draws on that of the server it goes to', async () => {
  const spent = [0, 0]
  const limiters = spent.map((_, index) => ({
    acquire: async () => {
      spent[index] = (spent[index] ?? 0) + 1
    },
    observe: () => {},
  }))
  const { clock, servers, requester } = setUpServers(2, { hedgeAfterMs: 300, limiters })
  await requester.get('/offers', {})
  const before = [...spent]
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.get('/offers', {})
  await clock.advance(300)
  await answer
  expect([(spent[0] ?? 0) - (before[0] ?? 0), (spent[1] ?? 0) - (before[1] ?? 0)]).toEqual([1, 3]) // root, ledger compared, offers
})

test('behavior: a form goes to another server when nobody can have got it, and only then', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: refused })
  expect(await requester.post('/transactions_async', { tx: 'AAAA' })).toMatchObject({
    what: 'POST http://1.test/transactions_async',
  })
  const cut = setUpServers(2)
  await cut.requester.get('/offers', {})
  Object.assign(cut.servers[0] ?? {}, { fault: reset })
  await expect(cut.requester.post('/transactions_async', { tx: 'AAAA' })).rejects.toMatchObject({ fault: 'reset' })
  expect(cut.servers[1]?.asked).toEqual([])
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

test('behavior: how late ledgers are told is measured by the local clock', () => {
  const { clock, endpoints } = setUpServers(1)
  const delays: (number | undefined)[] = []
  endpoints.health$.subscribe(({ closeDelayMs }) => delays.push(closeDelayMs))
  endpoints.onLedger({ sequence: 1, hash: 'a', closedAtMs: clock.now() - 1_400 })
  endpoints.onLedger({ sequence: 2, hash: 'b', closedAtMs: clock.now() - 700 })
  expect(delays).toEqual([undefined, 1_400, 700])
  expect(endpoints.anchor).toEqual({ sequence: 2, hash: 'b', closedAtMs: clock.now() - 700 })
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

test('behavior: a budget whose queue is full, which has an error of its own, sends forms to the next server', async () => {
  class BudgetFullError extends SdexError {
    readonly code = 'SDEX_QUEUE_FULL'
    readonly retryable = true
  }
  let isFull = false
  const acquire = async (): Promise<void> => {
    if (isFull) throw new BudgetFullError({ message: 'Too many wait.', remedy: 'Wait.' })
  }
  const { requester } = setUpServers(2, { limiters: [{ acquire, observe: () => {} }, undefined] })
  await requester.get('/offers', {})
  isFull = true
  expect(await requester.post('/transactions', { tx: 'AAA' })).toMatchObject({
    what: 'POST http://1.test/transactions',
  })
})

test('behavior: a server that stands still is found out, although nothing else was asked for anything', async () => {
  const { clock, servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  const [frozen, other] = servers
  if (other !== undefined) other.ledger = 110
  for (let count = 0; count < 20; count += 1) {
    await requester.get('/offers', {})
    await clock.advance(1_000)
  }
  expect(offers(other?.asked ?? [])).toBeGreaterThan(2)
  expect(offers(frozen?.asked ?? [])).toBeLessThan(18)
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

test('behavior: of a ledger that only another server has it is asked at once, although nothing was known of it', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  const [, other] = servers
  if (other !== undefined) other.ledger = 105
  const answer = await requester.get('/offers', {}, { minLedger: 104 })
  expect(answer.what).toBe('GET http://1.test/offers')
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

test('error: a form to a server that does not tell its network ends in the time of the call, and is not posted later', async () => {
  const { clock, servers, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const roots: ((answer: Scripted | undefined) => void)[] = []
  const late = (path: string) =>
    path === '/' ? new Promise<Scripted | undefined>((resolve) => roots.push(resolve)) : undefined
  Object.assign(servers[0] ?? {}, { fault: late })
  const end = expect(requester.post('/transactions_async', { tx: 'AAAA' }, { timeoutMs: 500 })).rejects.toMatchObject({
    code: 'SDEX_TIMEOUT',
  })
  await clock.advance(500)
  await end
  Object.assign(servers[0] ?? {}, { fault: undefined })
  for (const answer of roots) answer({ status: 503, body: {} })
  await clock.advance(20_000)
  expect(servers[0]?.asked).not.toContain('/transactions_async')
})

test('behavior: requests that fail together open the circuit for as long as three do', async () => {
  const { clock, servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: reset })
  await Promise.allSettled(Array.from({ length: 50 }, (_, id) => requester.get('/offers', { id })))
  Object.assign(servers[0] ?? {}, { fault: undefined })
  await clock.advance(1_000)
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
})

test('behavior: an anchor is what a file can keep, also when the ledger stream told it', () => {
  const { endpoints } = setUpServers(1)
  const ledger = { sequence: 7, hash: 'a-7', closedAtMs: 35_000, baseFee: 100n }
  endpoints.onLedger(ledger)
  expect(JSON.parse(JSON.stringify(endpoints.anchor))).toEqual({ sequence: 7, hash: 'a-7', closedAtMs: 35_000 })
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
