import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { openEvents } from './events.ts'

let net: Devnet
let clock: VirtualClock

beforeEach(async () => {
  clock = createVirtualClock(1_800_000_000_000)
  net = await createDevnet({ ledgerMs: 'manual', clock, rateLimit: 'public' })
})
afterEach(() => net.close())

type Budget = { readonly status: number; readonly headers: readonly (string | null)[] }

async function ask(path = '/', init: RequestInit = {}): Promise<Budget> {
  const response = await fetch(net.url + path, init)
  await response.body?.cancel()
  const names = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After']
  return { status: response.status, headers: names.map((name) => response.headers.get(name)) }
}

const spend = async (count: number): Promise<void> => {
  for (let at = 0; at < count; at += 1) await ask()
}

test('behavior: a fresh address has 101 requests, and sees them go', async () => {
  expect(await ask()).toEqual({ status: 200, headers: ['101', '100', '1', null] })
  expect(await ask('/nowhere')).toEqual({ status: 404, headers: ['101', '99', '2', null] })
})

test('error: the 102nd request at once is refused, and one a second goes on', async () => {
  await spend(100)
  expect(await ask()).toEqual({ status: 200, headers: ['101', '0', '101', null] })
  expect(await ask()).toEqual({ status: 429, headers: ['101', '0', '101', '1'] })
  const refused = await fetch(net.url)
  expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(await refused.json()).toEqual({
    type: 'https://stellar.org/horizon-errors/rate_limit_exceeded',
    title: 'Rate Limit Exceeded',
    status: 429,
    detail:
      "The rate limit for the requesting IP address is over its alloted limit.  The allowed limit and requests left per time period are communicated to clients via the http response headers 'X-RateLimit-*' headers.",
  })
  await clock.advance(999)
  expect((await ask()).status).toBe(429)
  await clock.advance(1)
  expect((await ask()).status).toBe(200)
  expect((await ask()).status).toBe(429)
})

test('behavior: posts and friendbot cost one, a preflight costs nothing', async () => {
  expect((await ask('/transactions', { method: 'POST' })).headers[1]).toBe('100')
  expect((await ask('/transactions_async', { method: 'POST' })).headers[1]).toBe('99')
  expect((await ask('/friendbot?addr=nobody', { redirect: 'manual' })).headers[1]).toBe('98')
  const headers = { 'Access-Control-Request-Method': 'GET' }
  expect((await ask('/', { method: 'OPTIONS', headers })).headers).toEqual([null, null, null, null])
  expect((await ask()).headers[1]).toBe('97')
})

test('behavior: an address is what X-Forwarded-For says first, without what looks like a port', async () => {
  const from = (address: string) => ask('/', { headers: { 'X-Forwarded-For': address } })
  expect((await from('203.0.113.7, 10.0.0.1')).headers[1]).toBe('100')
  expect((await from('203.0.113.7:4711')).headers[1]).toBe('99')
  expect((await from('203.0.113.8')).headers[1]).toBe('100')
  expect((await from('2001:db8::1')).headers[1]).toBe('100')
  expect((await from('2001:db8::2')).headers[1]).toBe('99') // the last group is cut
  expect((await ask()).headers[1]).toBe('100')
})

test('behavior: a stream costs one at the connect and one a ledger, whether it tells anything or not', async () => {
  await using events = await openEvents(`${net.url}/trades?cursor=now`)
  await events.next()
  expect(events.headers.get('x-ratelimit-limit')).toBeNull()
  expect((await ask()).headers[1]).toBe('99')
  await net.closeLedger()
  await net.closeLedger()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect((await ask()).headers[1]).toBe('96')
})

test('error: without a token no stream starts, and the refusal has no rate headers', async () => {
  await spend(101)
  const refused = await ask('/ledgers', { headers: { Accept: 'text/event-stream' } })
  expect(refused).toEqual({ status: 429, headers: [null, null, null, null] })
})

test('error: a stream that runs out of tokens ends with an error, and without byebye', async () => {
  await using events = await openEvents(`${net.url}/ledgers?cursor=now`)
  await events.next()
  await spend(100)
  await net.closeLedger()
  expect(await events.next()).toEqual({
    event: 'error',
    data: expect.stringMatching(/^problem: rate_limit_exceeded\. full details: The rate limit for/),
  })
  expect(await events.next()).toBeUndefined()
})

test('behavior: several servers have a budget each', async () => {
  net.faults.inject({ type: 'backends', backends: [{}, {}] })
  expect([(await ask()).headers[1], (await ask()).headers[1], (await ask()).headers[1]]).toEqual(['100', '100', '99'])
})

test('behavior: without a limit there are no headers and no refusals', async () => {
  await using free = await createDevnet({ ledgerMs: 'manual' })
  for (let at = 0; at < 150; at += 1) {
    const response = await fetch(free.url)
    expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, null])
    await response.body?.cancel()
  }
})

test('error: a rate that is no number is refused', async () => {
  const rateLimit = { requestsPerHour: 0 }
  await expect(createDevnet({ rateLimit })).rejects.toThrow('rateLimit.requestsPerHour 0 is not possible.')
  await expect(createDevnet({ maxOpenRequests: 0 })).rejects.toThrow('maxOpenRequests 0 is not possible.')
})

test('error: over the limit of open requests, streams included, a request is refused in plain text', async () => {
  await using small = await createDevnet({ ledgerMs: 'manual', maxOpenRequests: 2 })
  await using one = await openEvents(`${small.url}/ledgers`)
  const other = await openEvents(`${small.url}/ledgers`)
  await Promise.all([one.next(), other.next()])
  const refused = await fetch(small.url)
  expect([refused.status, refused.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8'])
  expect(await refused.text()).toBe('Server capacity exceeded.\n')
  await other[Symbol.asyncDispose]()
  await expect.poll(() => fetch(small.url).then(({ status }) => status)).toBe(200)
})
