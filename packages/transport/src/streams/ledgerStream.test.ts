import { seededRandom } from '@sdex/primitives'
import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import {
  HELLO,
  ledgerEvent,
  ledgerOf,
  type StreamSetUp,
  setUpStreams,
  type Watched,
  watch,
} from '../../test/fakeStreams.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { PageOptions } from '../types/requests.ts'
import { ledgerStream } from './ledgerStream.ts'
import type { StreamContext } from './ports.ts'

/** A chain that requests read. */
type FakeChain = {
  network: string
  oldest: number
  newest: number
  readonly asked: PageOptions[]
  failure: Error | undefined
}

function readsOf(chain: FakeChain): StreamContext['reads'] {
  const refuse = async (): Promise<never> => {
    throw new Error('Not asked for here.')
  }
  const ledgers = async (page: PageOptions = {}): Promise<{ records: Ledger[]; nextCursor: undefined }> => {
    chain.asked.push(page)
    if (chain.failure !== undefined) throw chain.failure
    const { cursor = '0', order, limit = 10 } = page
    if (order === 'desc') return { records: [ledgerOf(chain.newest, chain.network)], nextCursor: undefined }
    const from = Math.max(Number(BigInt(cursor) >> 32n) + 1, chain.oldest)
    const count = Math.max(0, Math.min(limit, chain.newest - from + 1))
    return {
      records: Array.from({ length: count }, (_, index) => ledgerOf(from + index, chain.network)),
      nextCursor: undefined,
    }
  }
  return { account: refuse, ledger: refuse, network: refuse, offers: refuse, trades: refuse, ledgers }
}

type Started = StreamSetUp & { readonly chain: FakeChain; readonly stream: Watched<Ledger> }

async function start(overrides: Partial<StreamContext> = {}): Promise<Started> {
  const chain: FakeChain = { network: 'net', oldest: 2, newest: 100, asked: [], failure: undefined }
  const setUp = setUpStreams({ reads: readsOf(chain), ...overrides })
  const stream = watch(ledgerStream(setUp.context))
  await setUp.clock.advance(0)
  return { ...setUp, chain, stream }
}

const sequences = ({ stream }: Started): number[] => stream.records.map(({ sequence }) => sequence)
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('behavior: the newest ledger comes first, by request, then each one after it', async () => {
  const started = await start()
  const { server, clock, stream } = started
  expect(stream.records).toEqual([ledgerOf(100)])
  expect(stream.shown).toBe('connecting')
  expect(server.latest.url.searchParams.get('cursor')).toBe(ledgerOf(100).pagingToken)
  server.latest.send(HELLO + ledgerEvent(101) + ledgerEvent(102))
  await clock.advance(0)
  expect(stream.records).toEqual([ledgerOf(100), ledgerOf(101), ledgerOf(102)])
  expect(stream.shown).toBe('live')
})

test('behavior: who comes later begins with the newest ledger, too', async () => {
  const { server, clock, context } = await start()
  const ledgers = ledgerStream(context)
  const first = watch(ledgers)
  await clock.advance(0)
  server.latest.send(HELLO + ledgerEvent(101))
  await clock.advance(0)
  expect(watch(ledgers).records).toEqual([ledgerOf(101)])
  expect(first.records).toHaveLength(2)
})

test('behavior: what the stream left out is read page by page before it goes on', async () => {
  const started = await start()
  const { server, chain, clock } = started
  chain.newest = 600
  server.latest.send(HELLO + ledgerEvent(101) + ledgerEvent(601))
  await clock.advance(0)
  expect(sequences(started)).toEqual(range(100, 600))
  expect(server.latest.url.searchParams.get('cursor')).toBe(ledgerOf(600).pagingToken)
  server.latest.send(HELLO + ledgerEvent(601))
  await clock.advance(0)
  expect(sequences(started)).toEqual(range(100, 601))
  expect(started.stream.shown).toBe('live')
})

test('behavior: after a fault ledgers are read up to the newest; after goodbye the stream itself proves that it goes on', async () => {
  const started = await start()
  const { server, chain, clock } = started
  server.latest.send(HELLO + ledgerEvent(101))
  server.latest.goodbye()
  await clock.advance(0)
  expect([server.connections.length, chain.asked.length]).toEqual([2, 1])
  chain.newest = 105
  server.latest.cut()
  await clock.advance(1_000)
  expect(sequences(started)).toEqual(range(100, 105))
})

test('error: a gap that the server no longer keeps is not skipped', async () => {
  const started = await start()
  const { server, chain, clock, stream } = started
  server.latest.send(HELLO + ledgerEvent(101))
  await clock.advance(0)
  chain.oldest = 200
  chain.newest = 300
  server.latest.cut()
  await clock.advance(120_000)
  expect(sequences(started)).toEqual([100, 101])
  expect(stream.shown).toMatch(/^stale: .*before 200.* \[SDEX_BEFORE_HISTORY\]$/)
  expect(server.openCount).toBe(0)
})

test('error: a ledger that does not name the one before it belongs to another network', async () => {
  const started = await start()
  const { server, chain, clock, stream } = started
  server.latest.send(HELLO + ledgerEvent(101, 'other'))
  chain.network = 'other'
  chain.newest = 101
  await clock.advance(120_000)
  expect(sequences(started)).toEqual([100])
  expect(stream.shown).toMatch(/^stale: .* as ledger 101 shows.* \[SDEX_NETWORK_RESET\]$/)
  expect(stream.statuses.filter(({ state }) => state === 'stale')).toHaveLength(1)
})

test.each([
  ['begun anew, whose ledgers are younger and lower', { newest: 3, closedAtMs: 900_000 }],
  ['that has other ledgers at the same height', { newest: 100, closedAtMs: 500_000 }],
])('error: a network %s is not followed', async (_, { newest, closedAtMs }) => {
  const started = await start()
  const { server, context, clock, stream } = started
  server.latest.send(HELLO)
  await clock.advance(0)
  const reset = { ...ledgerOf(newest, 'other'), closedAtMs }
  Object.assign(context.reads, {
    ledgers: async ({ order }: PageOptions) => ({ records: order === 'desc' ? [reset] : [], nextCursor: undefined }),
  })
  server.latest.goodbye() // a stream with a cursor behind the newest ledger is merely silent
  await clock.advance(1_000)
  expect(stream.shown).toMatch(/^stale: .* \[SDEX_NETWORK_RESET\]$/)
  expect(sequences(started)).toEqual([100])
})

test('behavior: a server that lags is not taken for another network', async () => {
  const started = await start()
  const { server, chain, clock, stream } = started
  chain.newest = 40
  server.latest.cut()
  await clock.advance(1_000)
  server.latest.send(HELLO + ledgerEvent(101))
  await clock.advance(0)
  expect([sequences(started), stream.shown]).toEqual([[100, 101], 'live'])
})

test('error: requests that fail are faults like others', async () => {
  const started = await start()
  const { server, chain, clock, stream } = started
  chain.failure = new Error('Reading the ledgers failed.')
  server.latest.cut()
  await clock.advance(1_000)
  expect(stream.shown).toBe('reconnecting: Reading the ledgers failed.')
  chain.failure = undefined
  chain.newest = 104
  await clock.advance(30_000)
  expect(sequences(started)).toEqual(range(100, 104))
})

test('behavior: ledgers known from elsewhere show a dead stream before a minute is over, and what it missed is read', async () => {
  const ledgerTicks$ = new Subject<number>()
  const started = await start({ ledgerTicks$ })
  const { server, chain, clock, stream } = started
  server.latest.send(HELLO)
  for (const newest of [101, 102, 103]) {
    await clock.advance(6_000)
    chain.newest = newest
    ledgerTicks$.next(newest)
  }
  await clock.advance(1_000)
  expect(sequences(started)).toEqual(range(100, 103))
  expect(stream.shown).toMatch(/^stale: .*3 ledgers/)
})

test('property: through 1,000 faults of every kind each ledger comes once', async () => {
  const random = seededRandom('ledgers')
  const started = await start()
  const { server, chain, clock } = started
  const below = (limit: number): number => Math.floor(random() * limit)
  server.serve = (connection) => {
    const from = Number(BigInt(connection.url.searchParams.get('cursor') ?? '0') >> 32n) + 1
    chain.newest = Math.max(chain.newest, from + below(5))
    const leftOut = random() < 0.3 ? below(3) : 0
    const count = Math.max(0, chain.newest - from - leftOut + 1)
    const text =
      HELLO +
      range(from + leftOut, from + leftOut + count - 1)
        .map((n) => ledgerEvent(n))
        .join('')
    connection.send(text.slice(0, below(text.length + 1)))
    if (random() < 0.5) connection.cut()
    else connection.goodbye()
  }
  server.latest.cut()
  while (server.connections.length < 1_000) await clock.advance(60_000)
  started.stream.leave()
  await clock.advance(0)
  expect(sequences(started)).toEqual(range(100, 100 + started.stream.records.length - 1))
  expect(started.stream.records.length).toBeGreaterThan(500)
  expect([server.openCount, clock.timerCount]).toEqual([0, 0])
})

test('behavior: each ledger is told to who keeps the chain, also those read by request', async () => {
  const told: number[] = []
  const started = await start({ onLedger: ({ sequence }) => told.push(sequence) })
  expect(told).toEqual([100])
  started.server.latest.send(HELLO + ledgerEvent(101))
  await started.clock.advance(0)
  started.chain.newest = 103
  started.server.latest.cut()
  await started.clock.advance(1_000)
  expect(told).toEqual([100, 101, 102, 103])
})

test('behavior: how far it is behind is told from its last ledger, missed before a failure or read after it', async () => {
  const ledgerTicks$ = new Subject<number>()
  const started = await start({ ledgerTicks$, random: () => 1 })
  const { server, clock, chain, stream } = started
  server.latest.send(HELLO)
  for (let ledger = 101; ledger <= 115; ledger += 1) ledgerTicks$.next(ledger)
  server.latest.cut()
  await clock.advance(0)
  expect(stream.statuses.at(-1)).toMatchObject({ state: 'reconnecting', lagLedgers: 15 })
  chain.newest = 114
  server.heads.push({ status: 503, body: '' })
  await clock.advance(1_000)
  expect([sequences(started).at(-1), stream.statuses.at(-1)]).toMatchObject([114, { lagLedgers: 1 }])
  ledgerTicks$.next(116)
  expect(stream.statuses.at(-1)).toMatchObject({ lagLedgers: 2 })
})
