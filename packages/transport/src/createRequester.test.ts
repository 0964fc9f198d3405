import { AbortedError, ClosedError, TimeoutError } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createFakeBackend, type Scripted } from '../test/fakeBackend.ts'
import { parseBaseUrl } from './baseUrl.ts'
import { createRequester } from './createRequester.ts'
import { ConnectionError, RateLimitedError, ResponseTooLargeError } from './errors.ts'
import { responseError } from './parseAnswer.ts'
import type { RequestLimiter } from './types/requests.ts'

type Overrides = { limiter?: RequestLimiter; maxResponseBytes?: number; url?: string; headers?: Record<string, string> }

function setUp(overrides: Overrides = {}) {
  const backend = createFakeBackend()
  const clock = createVirtualClock()
  const requester = createRequester({
    base: parseBaseUrl(overrides.url ?? 'http://horizon.test'),
    backend,
    limiter: overrides.limiter,
    clock,
    requestTimeoutMs: 1_000,
    maxResponseBytes: overrides.maxResponseBytes ?? 1_000,
    headers: overrides.headers ?? { 'x-key': 'hidden-token' },
  })
  return { backend, clock, requester }
}

/** Answers when told. */
function held() {
  const releases: ((answer: Scripted) => void)[] = []
  return {
    answer: () => new Promise<Scripted>((resolve) => releases.push(resolve)),
    release: (answer: Scripted) => releases.shift()?.(answer),
  }
}

test('behavior: an answer comes with its status, headers and parsed body', async () => {
  const { backend, requester } = setUp()
  backend.answer = () => ({ status: 404, headers: { 'latest-ledger': '7' }, body: { title: 'Resource Missing' } })
  const answer = await requester.get('/offers/1', {})
  expect(answer).toMatchObject({ status: 404, headers: { 'latest-ledger': '7' } })
  expect(answer.json()).toEqual({ title: 'Resource Missing' })
  expect(backend.requests[0]?.headers).toMatchObject({ accept: 'application/hal+json', 'x-key': 'hidden-token' })
})

test('behavior: GETs of one URL that are under way together are one request, later ones another', async () => {
  const { backend, requester } = setUp()
  const { answer, release } = held()
  backend.answer = answer
  const both = Promise.all([requester.get('/ledgers', { limit: 1 }), requester.get('/ledgers', { limit: 1 })])
  const other = requester.get('/ledgers', { limit: 2 })
  await Promise.resolve()
  expect(backend.requests).toHaveLength(2)
  release({ body: { n: 1 } })
  release({ body: { n: 2 } })
  expect((await both).map(({ json }) => json())).toEqual([{ n: 1 }, { n: 1 }])
  await other
  backend.answer = () => ({})
  await requester.get('/ledgers', { limit: 1 })
  expect(backend.requests).toHaveLength(3)
})

test('behavior: one sharer that leaves leaves the others; the last one ends the request', async () => {
  const { backend, requester } = setUp()
  const { answer, release } = held()
  backend.answer = answer
  const [first, second] = [new AbortController(), new AbortController()]
  const one = requester.get('/fee_stats', {}, { signal: first.signal })
  const two = requester.get('/fee_stats', {}, { signal: second.signal })
  await Promise.resolve()
  first.abort()
  await expect(one).rejects.toThrow(AbortedError)
  expect(backend.requests[0]?.signal.aborted).toBe(false)
  release({ body: { n: 1 } })
  expect((await two).json()).toEqual({ n: 1 })

  const third = new AbortController()
  const three = requester.get('/fee_stats', {}, { signal: third.signal })
  await Promise.resolve()
  third.abort()
  await expect(three).rejects.toThrow(AbortedError)
  expect(backend.requests[1]?.signal.aborted).toBe(true)
})

test('behavior: an urgent GET does not wait in the budget’s queue behind a less urgent one of the same URL', async () => {
  const waiting: { priority: string; grant: () => void }[] = []
  const acquire: RequestLimiter['acquire'] = ({ priority }) => new Promise((grant) => waiting.push({ priority, grant }))
  const { backend, requester } = setUp({ limiter: { acquire, observe: () => {} } })
  const slow = requester.get('/accounts/G', {}, { priority: 'background' })
  const urgent = requester.get('/accounts/G', {}, { priority: 'submission' })
  const other = requester.get('/accounts/G', {}, { priority: 'market' })
  expect(waiting.map(({ priority }) => priority)).toEqual(['background', 'submission'])
  waiting[1]?.grant()
  await Promise.all([urgent, other])
  expect(backend.requests).toHaveLength(1)
  waiting[0]?.grant()
  await slow
})

test('behavior: a POST is never shared', async () => {
  const { backend, requester } = setUp()
  await Promise.all([requester.post('/transactions', { tx: 'a+b=' }), requester.post('/transactions', { tx: 'a+b=' })])
  expect(backend.requests.map(({ body }) => body)).toEqual(['tx=a%2Bb%3D', 'tx=a%2Bb%3D'])
})

test('behavior: waiting for the budget counts in the time allowed, and every answer is told to the limiter', async () => {
  const seen: unknown[] = []
  let grant = (): void => {}
  const limiter: RequestLimiter = {
    acquire: ({ priority }) => {
      seen.push(priority)
      return new Promise((resolve) => {
        grant = resolve
      })
    },
    observe: (answer) => seen.push(answer),
  }
  const { backend, clock, requester } = setUp({ limiter })
  const late = requester.get('/', {}, { priority: 'market' })
  const lateEnd = expect(late).rejects.toThrow(TimeoutError)
  await clock.advance(1_000)
  await lateEnd
  expect(backend.requests).toHaveLength(0)

  backend.answer = () => ({ status: 429, headers: { 'retry-after': '3', 'x-ratelimit-remaining': '0' } })
  const answered = requester.get('/', {}, { priority: 'account' })
  await Promise.resolve()
  grant()
  await answered
  expect(seen).toEqual([
    'market',
    'account',
    { status: 429, remaining: 0, resetMs: undefined, retryAfterMs: 3_000, ageMs: 0 },
  ])
})

test('error: a body beyond the cap is dropped', async () => {
  const { backend, requester } = setUp({ maxResponseBytes: 20 })
  backend.answer = () => ({ body: { text: 'x'.repeat(30) } })
  await expect(requester.get('/', {})).rejects.toThrow(ResponseTooLargeError)
})

test('behavior: requests and failures are counted, error statuses among them', async () => {
  const { backend, requester } = setUp()
  backend.answer = () => ({ status: 503 })
  await requester.get('/', {})
  backend.answer = () => {
    throw new ConnectionError({ fault: 'reset', message: 'Gone.', remedy: 'Try again.' })
  }
  await expect(requester.get('/', {})).rejects.toThrow(ConnectionError)
  backend.answer = () => ({})
  await requester.get('/', {})
  expect(requester.stats()).toEqual({ requests: 3, errors: 2 })
})

test('error: after close() nothing is sent', async () => {
  const { backend, requester } = setUp()
  requester.close()
  await expect(requester.get('/', {})).rejects.toThrow(ClosedError)
  expect(backend.requests).toHaveLength(0)
})

test('behavior: a finished request leaves no timer', async () => {
  const { clock, requester } = setUp()
  await requester.get('/', {})
  expect(clock.timerCount).toBe(0)
})

test('behavior: prefix, key and credentials of the URL are used and never shown', async () => {
  const { backend, requester } = setUp({ url: 'https://me:pass@horizon.test/stellar/?apikey=k3y' })
  const answer = await requester.get('/offers', { seller: 'G', cursor: undefined })
  expect(backend.requests[0]?.url).toBe('https://horizon.test/stellar/offers?apikey=k3y&seller=G')
  expect(backend.requests[0]?.headers['authorization']).toBe(`Basic ${btoa('me:pass')}`)
  expect(answer.what).toBe('GET https://horizon.test/…/offers')
  const inPath = setUp({ url: 'https://horizon.test/v1/b7Fq3-9xLw02_kdPzYq81/' })
  expect((await inPath.requester.get('/offers', {})).what).toBe('GET https://horizon.test/…/offers')
  expect(inPath.backend.requests[0]?.url).toBe('https://horizon.test/v1/b7Fq3-9xLw02_kdPzYq81/offers')
})

test('behavior: closing ends the wait for the budget also of one that a more urgent one overtook', async () => {
  const signals: (AbortSignal | undefined)[] = []
  const acquire: RequestLimiter['acquire'] = ({ signal }) =>
    new Promise((_, reject) => {
      signals.push(signal)
      signal?.addEventListener('abort', () => reject(new Error('out of the queue')), { once: true })
    })
  const { clock, requester } = setUp({ limiter: { acquire, observe: () => {} } })
  const ends = [
    requester.get('/accounts/G', {}, { priority: 'background' }),
    requester.get('/accounts/G', {}, { priority: 'submission' }),
  ].map((call) => expect(call).rejects.toThrow(ClosedError))
  requester.close()
  await Promise.all(ends)
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true])
  expect(clock.timerCount).toBe(0)
})

test('error: a key in the URL or a header is hidden where the server repeats it', async () => {
  const { backend, requester } = setUp({
    url: 'https://me:p%40ssw0rd@horizon.test/sekretkey42/v1?apikey=k%2By%2F42abc&x=1',
  })
  const echo = `no /sekretkey42/v1/ledgers?apikey=k%2By%2F42abc (k+y/42abc), sekretkey42, ${btoa('me:p@ssw0rd')}, p@ssw0rd; hidden-token`
  backend.answer = () => ({
    status: 500,
    body: { type: 'x/server_error', title: `No ${echo}`, detail: echo, extras: { at: [{ url: echo }], limit: 1 } },
  })
  const error = responseError(await requester.get('/ledgers', {}))
  backend.answer = () => ({ status: 500, body: { type: `/v1?${echo}`, extras: { [echo]: { [echo]: 1 } } } })
  const elsewhere = responseError(await requester.get('/ledgers', {}))
  const shown = `${error} ${JSON.stringify(error)} ${JSON.stringify(elsewhere)}`
  for (const key of ['sekretkey42', 'k%2By%2F42abc', 'k+y/42abc', btoa('me:p@ssw0rd'), 'p@ssw0rd', 'hidden-token'])
    expect(shown).not.toContain(key)
  expect(error.problem.detail).toBe('no /…/v1/ledgers?apikey=… (…), …, …, …; …')
  expect(error.problem).toMatchObject({ type: 'server_error', extras: { limit: 1 } })
})

test.each([
  ['a password with colons', 'https://me:one:two:thr@horizon.test', {}, 'one:two:thr'],
  ['an escaped part of the prefix', 'https://horizon.test/k%2By%2F42abc', {}, 'k+y/42abc'],
  ['a token of a scheme with a hyphen', 'https://horizon.test', { authorization: 'Api-Key k3y-42abc' }, 'k3y-42abc'],
  ['a value of several words', 'https://horizon.test', { 'x-key': 'sekretkey42 and more' }, 'sekretkey42 and more'],
])('error: %s is hidden where the server repeats it in plain text', async (_, url, headers, key) => {
  const { backend, requester } = setUp({ url, headers })
  backend.answer = () => ({ status: 403, body: { title: `No ${key}` } })
  expect(responseError(await requester.get('/ledgers', {})).problem.title).toBe('No …')
})

test('behavior: a Retry-After that is a date counts from the date of the answer', async () => {
  const { backend, requester } = setUp()
  const waits = async (retryAfter: string, date?: string): Promise<unknown> => {
    const headers = { 'retry-after': retryAfter, ...(date === undefined ? {} : { date }) }
    backend.answer = () => ({ status: 429, headers })
    const error = responseError(await requester.get('/', {}))
    return error instanceof RateLimitedError && error.retryAfterMs
  }
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
  expect(await waits('Wed, 21 Oct 2026 07:28:40 GMT', date)).toBe(40_000)
  expect(await waits('Wed, 21 Oct 2026 07:27:00 GMT', date)).toBe(0)
  expect(await waits('Wed, 21 Oct 2026 07:28:40 GMT')).toBeUndefined()
  expect(await waits('soon', date)).toBeUndefined()
  expect(await waits('3.5', date)).toBeUndefined()
  expect(await waits('3', date)).toBe(3_000)
})
