import { isSdexError, type Random, SdexError, seededRandom } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { issuer, market } from '../test/bodies/names.ts'
import { samples } from '../test/bodies/samples.ts'
import { parseBaseUrl } from './baseUrl.ts'
import { createReads, type Reads } from './createReads.ts'
import { createRequester, type Requester } from './createRequester.ts'
import { ConnectionError } from './errors.ts'
import type { HttpResponse } from './httpBackend.ts'
import { createPost } from './submission/createPost.ts'
import type { RequestLimiter } from './types/requests.ts'

/** In every run of the tests; SDEX_MUTATIONS takes others. */
const MUTATIONS = Number(process.env['SDEX_MUTATIONS'] ?? 100_000)

type Call = readonly [sample: string, call: (reads: Reads, requester: Requester) => Promise<unknown>]

const hash = 'ab'.repeat(32)
const calls: readonly Call[] = [
  ['root', (reads) => reads.network()],
  ['health', (reads) => reads.health()],
  ['fee stats', (reads) => reads.feeStats()],
  ['account', (reads) => reads.account(issuer)],
  ['account data', (reads) => reads.accountData(issuer, 'k')],
  ['offers', (reads) => reads.offers({ seller: issuer })],
  ['order book', (reads) => reads.orderBook(market)],
  ['trades', (reads) => reads.trades({ market })],
  ['ledgers', (reads) => reads.ledgers({ order: 'desc', limit: 1 })],
  ['transactions', (reads) => reads.transaction(hash)],
  ['transactions', (reads) => reads.transactions({ account: issuer })],
  ['root', (_, requester) => createPost(requester)('AAAA', new AbortController().signal)],
]

const ODD_TEXTS = [
  '',
  '-1',
  '0',
  '7',
  '1e9',
  '99999999999999999999',
  'NaN',
  '07',
  ' 5',
  'Wed, 21 Oct 2026 07:28:00 GMT',
  '\u0661',
]
const STATUSES = [
  100, 200, 200, 200, 201, 204, 206, 301, 304, 400, 401, 403, 404, 409, 410, 429, 500, 502, 503, 504, 599,
]
const HEADERS = [
  'latest-ledger',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'content-type',
]
const POSTED = [
  { tx_status: 'PENDING', hash },
  { tx_status: 'ERROR', errorResultXdr: 'AAAAAAAAAGT////7AAAAAA==' },
  { type: 'https://stellar.org/horizon-errors/transaction_failed', status: 400, extras: { result_xdr: 'AAAA' } },
  { type: 7, title: [], detail: null, status: 'x', extras: { reason: {}, invalid_field: 1 } },
]

type Dice = { below(limit: number): number; one<Value>(list: readonly Value[]): Value }

function dice(random: Random): Dice {
  const below = (limit: number): number => Math.floor(random() * limit)
  return { below, one: (list) => list[below(list.length)] as (typeof list)[number] }
}

/** The right body, with bytes turned over or cut off; or another one; or any bytes. */
function bodyFor(sample: string, { below, one }: Dice): Uint8Array {
  const own = samples.find(({ name }) => name === sample)?.body
  const body = below(3) === 0 ? one([...POSTED, ...samples.map((other) => other.body), null, [], 'text', 3]) : own
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  for (let turns = below(3); turns > 0; turns -= 1) bytes[below(bytes.length)] = below(256)
  return below(4) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes
}

async function* inParts(bytes: Uint8Array, { below }: Dice): AsyncGenerator<Uint8Array> {
  const cutAt = below(10) === 0 ? below(bytes.length + 1) : undefined
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 1 + below(bytes.length))
    if (cutAt !== undefined && end > cutAt) throw broken()
    yield bytes.subarray(at, end)
    at = end
  }
}

function broken(): ConnectionError {
  return new ConnectionError({ fault: 'reset', message: 'The server broke off.', remedy: 'Try again.' })
}

test('property: whatever comes as status, headers and body gives a value or a typed error, and true numbers to the limiter', {
  timeout: 20_000 + MUTATIONS,
}, async () => {
  const random = seededRandom('whole answers')
  const { below, one } = dice(random)
  let sample = ''
  const respond = (): HttpResponse => {
    const headers: Record<string, string> = { 'latest-ledger': '60000000' }
    for (let turns = below(4); turns > 0; turns -= 1) headers[one(HEADERS)] = one(ODD_TEXTS)
    return { status: one(STATUSES), headers, body: inParts(bodyFor(sample, { below, one }), { below, one }) }
  }
  const told: Parameters<RequestLimiter['observe']>[0][] = []
  const close = async (): Promise<void> => {}
  const requester = createRequester({
    base: parseBaseUrl('http://horizon.test/path?key=secret'),
    backend: { request: async () => respond(), close, [Symbol.asyncDispose]: close },
    limiter: { acquire: async () => {}, observe: (answer) => told.push(answer) },
    clock: createVirtualClock(),
    requestTimeoutMs: 1_000,
    maxResponseBytes: 3_000,
    headers: {},
  })
  const reads = createReads(requester, 'Test')
  const codes = new Map<string, number>()
  for (let run = 0; run < MUTATIONS; run += 1) {
    const [name, call] = one(calls)
    sample = name
    const code = await call(reads, requester).then(
      () => 'value',
      (error: unknown) => {
        if (error instanceof SdexError && isSdexError(error)) {
          expect(error.message).not.toContain('secret')
          return error.code
        }
        throw new Error(`run ${run} of ${name}`, { cause: error })
      },
    )
    codes.set(code, (codes.get(code) ?? 0) + 1)
  }
  expect([...codes.keys()].sort()).toEqual(
    expect.arrayContaining([
      'SDEX_CONNECTION',
      'SDEX_HORIZON_RESPONSE',
      'SDEX_MALFORMED_BODY',
      'SDEX_RATE_LIMITED',
      'value',
    ]),
  )
  for (const { remaining = 0, resetMs = 0, retryAfterMs = 0 } of told) {
    for (const number of [remaining, resetMs, retryAfterMs]) {
      if (!Number.isSafeInteger(number) || number < 0) expect.fail(`The limiter was told ${number}`)
    }
  }
})
