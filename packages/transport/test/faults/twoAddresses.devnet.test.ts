import { isSdexError, seededRandom, sleep } from '@sdex/primitives'
import { firstValueFrom } from 'rxjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { HorizonClientOptions } from '../../src/clientOptions.ts'
import { createHorizonClient } from '../../src/createHorizonClient.ts'
import type { HorizonClient } from '../../src/types/client.ts'
import { watch } from '../fakeStreams.ts'
import { type Address, startAddress } from './address.ts'
import { callKinds, checkEnd, TIMEOUT_MS } from './callKinds.ts'
import { type FaultStage, setFaultStage } from './faultStage.ts'

let stage: FaultStage
beforeAll(async () => {
  stage = await setFaultStage({ seed: 'two addresses' })
})
afterAll(() => stage[Symbol.asyncDispose]())
afterEach(() => stage.net.faults.clear())

/** Two addresses of the network, the first one preferred. */
async function setUp(options: Partial<HorizonClientOptions> = {}) {
  const { net, clock } = stage
  stage.setTrading(true)
  const [a, b] = [await startAddress(net.url), await startAddress(net.url)]
  const client = createHorizonClient({
    ...{ clock, random: seededRandom(1), requestTimeoutMs: TIMEOUT_MS },
    ...options,
    endpoints: [{ horizonUrl: a.url }, { horizonUrl: b.url }],
  } as HorizonClientOptions)
  const close = async (): Promise<void> => {
    await client.close()
    await a[Symbol.asyncDispose]()
    await b[Symbol.asyncDispose]()
  }
  return { a, b, client, [Symbol.asyncDispose]: close }
}

async function stateOf(client: HorizonClient, { url }: Address): Promise<string | undefined> {
  const { endpoints } = await firstValueFrom(client.health$)
  return endpoints.find(({ horizonUrl }) => horizonUrl.startsWith(url))?.state
}

/** When the first address dies. */
type Moment = (a: Address, hash: string, die: () => void) => () => void

/** By how far the second address is behind, and for how long the transaction is valid, which passes there long after it did on the network. */
type Behind = { readonly ledgers: number; readonly validForMs: number }

const [five, fifteen] = [
  { ledgers: 5, validForMs: 20_000 },
  { ledgers: 15, validForMs: 20_000 },
]
const queued: Moment = (_, hash, die) =>
  stage.net.onEvent((event) => event.type === 'submitted' && event.hash === hash && die())
const moments: readonly (readonly [string, Behind, Moment])[] = [
  [
    'before the bytes get there',
    { ledgers: 5, validForMs: 60_000 },
    (_, __, die) => {
      die()
      return () => {}
    },
  ],
  ['as the queue has taken it, before it answers', five, queued],
  ['as the queue has taken it (fifteen ledgers)', fifteen, queued],
  [
    'as it answers that it was queued',
    five,
    (a, _, die) => {
      a.onAnswer = (asked) => asked.startsWith('POST') && die()
      return () => {}
    },
  ],
  [
    'in the ledger that has applied it',
    five,
    (_, hash, die) =>
      stage.net.onLedgerClosed(({ transactions }) => transactions.some((one) => one.hash === hash) && die()),
  ],
]

test.each(moments)(
  'behavior: a submission whose server dies %s ends as the ledger has it, by a server that is behind',
  async (_, { ledgers, validForMs }, at) => {
    await using servers = await setUp()
    const { a, b, client } = servers
    const { net } = stage
    const watched = watch(client.ledgerStream())
    while (watched.shown !== 'live') await sleep(stage.clock, 200)
    const sent = stage.payment(validForMs)
    let isAlive = true
    const stop = at(a, sent.hash, () => {
      if (!isAlive) return
      isAlive = false
      a.kill()
      net.faults.inject({ type: 'backends', backends: [{ lagLedgers: ledgers }] })
    })
    const end = await client.submit(sent.envelopeXdr)
    stop()
    watched.stop()
    expect([isAlive, end.status]).toEqual([false, 'applied'])
    checkEnd(stage, sent, end)
    expect(new Set([...a.posts, ...b.posts]).size).toBe(1)
  },
)

test('behavior: a submission that no queue ever had expires only by a ledger after its bound', async () => {
  await using servers = await setUp()
  const { a, b, client } = servers
  const { net, clock } = stage
  await client.network()
  const sent = stage.payment(12_000)
  net.faults.inject({ type: 'submissionTimeout', outcome: 'lost' })
  const ending = client.submit(sent.envelopeXdr)
  while (a.posts.length === 0) await sleep(clock, 100)
  a.kill()
  b.kill()
  net.faults.inject({ type: 'backends', backends: [{ lagLedgers: 5 }] })
  while ((stage.truth.get(net.ledger)?.closedAtMs ?? 0) <= sent.maxTimeMs) await stage.ledgers(1)
  b.revive() // where the bound has not passed yet
  const end = await ending
  expect(end.status).toBe('expired')
  checkEnd(stage, sent, end)
  expect(new Set([...a.posts, ...b.posts]).size).toBe(1)
})

test('behavior: every call goes over to the second address when the first dies, and back, without gap or repeat', async () => {
  await using servers = await setUp()
  const { a, b, client } = servers
  const calls = callKinds.map((start) => start({ stage, client, row: 'death of an address', booksStepBack: false }))
  await Promise.all(calls.map((call) => call.ready()))
  let isOver = false
  const turns = async (): Promise<void> => {
    for (const [dying, other] of [
      [a, b],
      [b, a],
      [a, b],
    ] as const) {
      other.revive()
      const { asked } = other
      const before = asked.length
      dying.kill()
      await stage.ledgers(3)
      expect(asked.length, 'the other one is asked').toBeGreaterThan(before)
    }
    isOver = true
  }
  await Promise.all([turns(), ...calls.map((call) => call.work(() => isOver))])
  stage.setTrading(false)
  await stage.ledgers(3)
  const { ledger } = stage.net
  await Promise.all(calls.map((call) => call.finish(ledger)))
  expect(new Set([...a.posts, ...b.posts]).size).toBe(1)
})

test.each(['dead', 'mute'] as const)(
  'behavior: reads are answered, and ledgers told, within one request time of a first address that is %s',
  async (how) => {
    await using servers = await setUp()
    const { a, client } = servers
    const { clock, market, net } = stage
    await client.orderBook(market)
    const watched = watch(client.ledgerStream())
    while (watched.shown !== 'live') await sleep(clock, 200)
    a.isMute = how === 'mute'
    if (how === 'dead') a.kill()
    const startMs = clock.now()
    const [book, ledger] = await Promise.all([client.orderBook(market), client.ledgers({ order: 'desc', limit: 1 })])
    expect(clock.now() - startMs).toBeLessThan(TIMEOUT_MS)
    expect(book.ledger).toBeGreaterThan(net.ledger - 8)
    expect(ledger.records).toHaveLength(1)
    if (how === 'mute') return watched.stop() // its open connection still brings everything
    const { ledger: newest } = net
    while ((watched.records.at(-1)?.sequence ?? 0) < newest) await sleep(clock, 100)
    expect(clock.now() - startMs).toBeLessThan(2 * TIMEOUT_MS)
    watched.stop()
  },
)

test('behavior: a hedged read takes the address that is faster', async () => {
  await using servers = await setUp({ hedgeAfterMs: 1_000 })
  const { a, b, client } = servers
  await client.orderBook(stage.market)
  a.delayMs = 900 // 18 s of theirs
  const startMs = stage.clock.now()
  await client.orderBook(stage.market)
  expect(stage.clock.now() - startMs).toBeLessThan(12_000)
  expect(b.asked.some((asked) => asked.startsWith('GET /order_book'))).toBe(true)
})

test('behavior: dead addresses are probed now and then, and one is used again as soon as it answers a probe', async () => {
  await using servers = await setUp()
  const { a, b, client } = servers
  const { clock, market } = stage
  await client.orderBook(market)
  for (const address of [a, b]) address.kill()
  const before = a.asked.length
  const codes = new Set<string>()
  for (let count = 0; count < 60; count += 1) {
    await client.orderBook(market).catch((error: unknown) => codes.add(isSdexError(error) ? error.code : String(error)))
    await sleep(clock, 500)
  }
  expect([await stateOf(client, a), await stateOf(client, b)]).toEqual(['down', 'down'])
  expect([...codes].sort()).toEqual(['SDEX_CONNECTION', 'SDEX_SERVERS_DOWN'])
  const asked = a.asked.length - before
  expect(asked).toBeGreaterThan(3)
  expect(asked).toBeLessThan(24)
  a.revive()
  const startMs = clock.now()
  await untilRead(() => client.orderBook(market))
  expect(clock.now() - startMs).toBeLessThan(20_000) // the longest pause between probes is 8 s
  expect([await stateOf(client, a), await stateOf(client, b)]).toEqual(['ready', 'down'])
})

async function untilRead(read: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await read()
      return
    } catch (error) {
      if (!isSdexError(error)) throw error
      await sleep(stage.clock, 500)
    }
  }
}
