import { once } from 'node:events'
import { connect } from 'node:net'
import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { Asset, Horizon } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet, type Fault } from '../../src/index.ts'

let net: Devnet
let clock: VirtualClock
let horizon: Horizon.Server
/** A loaded machine takes its time. */
const patient = { timeout: 10_000 }

beforeEach(async () => {
  clock = createVirtualClock(1_800_000_000_000)
  net = await createDevnet({ ledgerMs: 'manual', clock, seed: 7 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
})
afterEach(() => net.close())

const book = { match: { path: '/order_book' } }
const readBook = () =>
  horizon.orderbook(Asset.native(), new Asset('USD', 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF')).call()

/** What `fetch` rejected with, down to the socket. */
async function failureOf(asked: Promise<Response>): Promise<string> {
  const error: unknown = await asked.then((response) => response.text()).catch((reason: unknown) => reason)
  if (!(error instanceof Error)) throw new Error('nothing failed')
  const cause = error.cause as { code?: string } | undefined
  return cause?.code ?? error.message
}

test('behavior: latency keeps an answer back for as long as it says', async () => {
  net.faults.inject({ type: 'latency', distribution: { type: 'fixed', ms: 3_000 } })
  let isAnswered = false
  const asked = readBook().then(() => {
    isAnswered = true
  })
  await expect.poll(() => clock.timerCount, patient).toBe(1)
  await clock.advance(2_999)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isAnswered).toBe(false)
  await clock.advance(1)
  await asked
})

test('behavior: an answer that is late shows the ledger at which it was made', async () => {
  net.faults.inject({ type: 'latency', phase: 'answer', distribution: { type: 'fixed', ms: 500 } })
  const asked = fetch(`${net.url}/ledgers?order=desc&limit=1`)
  await expect.poll(() => clock.timerCount, patient).toBe(1)
  await net.closeLedger()
  await clock.advance(500)
  const { _embedded } = (await (await asked).json()) as { _embedded: { records: { sequence: number }[] } }
  expect(_embedded.records[0]?.sequence).toBe(1)
})

test('behavior: a client that leaves a slow server leaves nothing behind', async () => {
  net.faults.inject({ type: 'latency', distribution: { type: 'fixed', ms: 60_000 } })
  const gone = new AbortController()
  const asked = fetch(net.url, { signal: gone.signal })
  await expect.poll(() => clock.timerCount, patient).toBe(1)
  gone.abort()
  await expect(asked).rejects.toThrow()
  await expect.poll(() => clock.timerCount, patient).toBe(0)
})

test('error: 429 tells when to come back', async () => {
  net.faults.inject({ type: 'rateLimited', retryAfterSeconds: 7 })
  const response = await fetch(net.url)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('7')
  expect(response.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(await response.json()).toMatchObject({ type: 'https://stellar.org/horizon-errors/rate_limit_exceeded' })
})

test('error: 429 of a proxy does not', async () => {
  net.faults.inject({ type: 'rateLimited' })
  const response = await fetch(net.url)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBeNull()
  expect(response.headers.get('x-ratelimit-limit')).toBeNull()
  await response.body?.cancel()
})

test.each([
  ['server_error', 500],
  ['service_unavailable', 503],
  ['server_over_capacity', 503],
  ['still_ingesting', 503],
  ['stale_history', 503],
  ['timeout', 504],
] as const)('error: %s comes to the SDK as %i', async (slug, status) => {
  net.faults.inject({ type: 'failure', slug, ...book })
  await expect(readBook()).rejects.toMatchObject({ response: { status } })
  const response = await fetch(`${net.url}/order_book`)
  expect(await response.json()).toMatchObject({ type: `https://stellar.org/horizon-errors/${slug}`, status })
  await horizon.root() // other routes go on
})

test('error: the page of a proxy is no JSON, also with 200', async () => {
  net.faults.inject({ type: 'htmlPage', status: 200, match: { times: 1 } })
  const fine = await fetch(net.url)
  expect(fine.status).toBe(200)
  await expect(fine.json()).rejects.toThrow(SyntaxError)
  net.faults.inject({ type: 'htmlPage' })
  const bad = await fetch(net.url)
  expect([bad.status, bad.headers.get('content-type')]).toEqual([502, 'text/html'])
  expect(await bad.text()).toContain('502 Bad Gateway')
})

test('error: a truncated body is whole for HTTP and broken for JSON', async () => {
  net.faults.inject({ type: 'truncatedBody' })
  const response = await fetch(net.url)
  const text = await response.text()
  expect(Number(response.headers.get('content-length'))).toBe(text.length)
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
})

test.each(['request', 'beforeHeaders', 'afterHeaders', 'midBody'] as const)(
  'error: a reset at %s fails the request',
  async (at) => {
    net.faults.inject({ type: 'reset', at, match: { times: 1 } })
    expect(['ECONNRESET', 'UND_ERR_SOCKET']).toContain(await failureOf(fetch(net.url)))
    expect(net.faults.list()).toEqual([])
    await horizon.root()
  },
)

test('error: after headers are there, a reset in mid body takes the rest', async () => {
  net.faults.inject({ type: 'reset', at: 'midBody' })
  const response = await fetch(net.url)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
})

test('error: a listener that is gone refuses connections until the fault is over', async () => {
  const kept = connect({ host: '127.0.0.1', port: Number(new URL(net.url).port) })
  await once(kept, 'connect')
  const cut = once(kept, 'close')
  net.faults.inject({ type: 'refusedConnections', match: { forMs: 2_000 } })
  await cut
  await expect.poll(() => failureOf(fetch(net.url)), patient).toBe('ECONNREFUSED')
  await clock.advance(2_000)
  await expect
    .poll(
      () =>
        fetch(net.url).then(
          ({ status }) => status,
          () => 0,
        ),
      patient,
    )
    .toBe(200)
})

test('behavior: a fault against connections does not bring back a listener that the user stopped', async () => {
  await net.stopListening()
  net.faults.inject({ type: 'refusedConnections' })()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await failureOf(fetch(net.url))).toBe('ECONNREFUSED')
  await net.listen()
  await horizon.root()
})

test('behavior: a preflight and a request of another method, path or kind are not hit', async () => {
  const fault: Fault = { type: 'failure', slug: 'server_error' }
  net.faults.inject({ ...fault, match: { method: 'POST' } })
  net.faults.inject({ ...fault, match: { path: '/accounts/{id}/offers' } })
  net.faults.inject({ ...fault, match: { stream: true } })
  await horizon.root()
  const headers = { 'Access-Control-Request-Method': 'POST' }
  const preflight = await fetch(`${net.url}/transactions`, { method: 'OPTIONS', headers })
  expect(preflight.status).toBe(204)
  expect((await fetch(`${net.url}/accounts/GX`)).status).toBe(400)
  expect((await fetch(`${net.url}/accounts/GX/offers?limit=1`)).status).toBe(500)
  expect((await fetch(`${net.url}/transactions`, { method: 'POST' })).status).toBe(500)
  expect((await fetch(`${net.url}/ledgers`, { headers: { Accept: 'text/event-stream' } })).status).toBe(500)
})
