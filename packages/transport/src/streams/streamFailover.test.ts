import { expect, test } from 'vitest'
import { BYEBYE, type FakeHead, HELLO, record, type StreamSetUp, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { BeforeHistoryError, ConnectionError, MalformedBodyError } from '../errors.ts'
import { count, object } from '../wire/fields.ts'
import { recordStream } from './recordStream.ts'
import type { StreamSpec } from './streamSpec.ts'

const numbers: StreamSpec<number> = {
  path: '/numbers',
  query: {},
  priority: 'market',
  kind: 'records',
  read: (json) => count(object(json)['n'], 'n'),
  prepare: async ({ cursor = '100-0' }) => cursor,
}
const event = (n: number): string => record(`100-${n}`, { n })
const [FIRST, SECOND] = ['horizon.test', '1.test']
const hosts = ({ server }: StreamSetUp): string[] => server.connections.map(({ url }) => url.hostname)

type Fault = { readonly head?: FakeHead | Error; readonly text?: string; readonly isCut?: boolean }

const nobody = new ConnectionError({ fault: 'refused', message: 'Nobody listens.', remedy: 'Check the URL.' })
const json = { 'content-type': 'application/json' }
const faults: readonly (readonly [what: string, fault: Fault])[] = [
  ['answers with JSON', { head: { headers: json, body: '{}' } }],
  ['answers with 403', { head: { status: 403, headers: json, body: '{}' } }],
  ['answers with 404', { head: { status: 404, headers: json, body: '{}' } }],
  ['answers with 410', { head: { status: 410, headers: json, body: '{}' } }],
  ['answers with 503', { head: { status: 503, headers: json, body: '{}' } }],
  ['refuses connections', { head: nobody }],
  ['says hello and cuts', { text: HELLO, isCut: true }],
  ['tells an error', { text: `${HELLO}event: error\ndata: problem: server_error\n\n` }],
  ['tells no record', { text: `${HELLO}${record('100-1', { n: 'one' })}` }],
  ['tells a record and cuts', { text: `${HELLO}${event(1)}`, isCut: true }],
]

function startWith(badHosts: readonly string[], { head = {}, text = '', isCut = false }: Fault, serverCount = 2) {
  const setUp = setUpStreams({ random: () => 1, serverCount })
  const { server, context } = setUp
  const isBad = (url: URL): boolean => badHosts.includes(url.hostname)
  server.headOf = (url) => (isBad(url) ? head : {})
  server.serve = (connection) => {
    connection.send(isBad(connection.url) ? text : HELLO + event(1) + event(2))
    if (isBad(connection.url) && isCut) connection.cut()
  }
  return { ...setUp, stream: watch(recordStream(context, () => numbers)) }
}

test.each(faults)('error: a server that %s is left at once for the next one', async (_, fault) => {
  const started = startWith([FIRST], fault)
  await started.clock.advance(0)
  expect(hosts(started)).toEqual([FIRST, SECOND])
  expect([started.stream.records, started.stream.shown]).toEqual([[1, 2], 'live'])
})

test.each(faults)(
  'error: of two servers, each of which %s, each is tried once and then ever less often',
  async (_, fault) => {
    const started = startWith([FIRST, SECOND], fault)
    await started.clock.advance(0)
    expect(hosts(started)).toEqual([FIRST, SECOND])
    await started.clock.advance(600_000)
    expect(started.server.connections.length).toBeLessThan(160) // every 8 s, and both in each round
    expect(started.server.connections.length).toBeGreaterThan(20)
  },
)

test('behavior: a cut after a connection that went well says nothing against the server', async () => {
  const started = startWith([], {})
  await started.clock.advance(20_000)
  started.server.latest.cut()
  await started.clock.advance(0)
  expect(hosts(started)).toEqual([FIRST, FIRST])
})

test('behavior: a server that does not come back after a cut is left at once', async () => {
  const started = startWith([], {})
  await started.clock.advance(20_000)
  started.server.headOf = ({ hostname }) => (hostname === FIRST ? nobody : {})
  started.server.latest.cut()
  await started.clock.advance(0)
  expect(hosts(started)).toEqual([FIRST, FIRST, SECOND])
})

test('behavior: a cut after goodbye says nothing against the server', async () => {
  const started = startWith([], {})
  await started.clock.advance(0)
  started.server.latest.send(BYEBYE)
  started.server.latest.cut()
  await started.clock.advance(0)
  expect(hosts(started)).toEqual([FIRST, FIRST])
})

test.each([
  ['before the server answered', ['never'] as const],
  ['later', []],
])('behavior: who leaves %s says nothing against the server', async (_, heads) => {
  const started = startWith([], {})
  started.server.heads.push(...heads)
  await started.clock.advance(0)
  started.stream.leave()
  await started.clock.advance(0)
  watch(recordStream(started.context, () => numbers))
  await started.clock.advance(0)
  expect(hosts(started)).toEqual([FIRST, FIRST])
})

test('error: an answer that is not what Horizon sends is asked for elsewhere', async () => {
  const malformed = new MalformedBodyError({ path: 'id', message: 'No id.', remedy: 'Check the URL.' })
  const { clock, context } = setUpStreams({ serverCount: 2 })
  let demotions = 0
  const demote = (): void => {
    demotions += 1
  }
  const prepare = (): Promise<string> => Promise.reject(malformed)
  watch(recordStream({ ...context, servers: { ...context.servers, demote } }, () => ({ ...numbers, prepare })))
  await clock.advance(0)
  expect(demotions).toBeGreaterThan(0)
})

test('error: a history that lacks what comes next is looked for elsewhere at once, and then slowly', async () => {
  let [tries, demotions] = [0, 0]
  const prepare = async (): Promise<string> => {
    tries += 1
    throw new BeforeHistoryError({ message: 'Gone.', remedy: 'Begin anew.' })
  }
  const { clock, context } = setUpStreams({ random: () => 1, serverCount: 2 })
  const demote = (): void => {
    demotions += 1
  }
  const servers = { ...context.servers, demote }
  watch(recordStream({ ...context, servers }, () => ({ ...numbers, prepare })))
  await clock.advance(29_999)
  expect([tries, demotions]).toEqual([3, 3])
  await clock.advance(1)
  expect([tries, demotions]).toEqual([4, 4])
})

test('error: a server that ends each connection after its first snapshot is asked ever less often', async () => {
  const { server, clock, context } = setUpStreams({ serverCount: 2 })
  server.serve = ({ send, end }) => {
    send(HELLO + event(1) + BYEBYE)
    end()
  }
  watch(recordStream(context, () => ({ ...numbers, kind: 'snapshots', prepare: async () => '100-0' })))
  await clock.advance(9_999)
  expect(server.connections).toHaveLength(4) // after 1, 2 and 4 s
})

const tooMany: FakeHead = { status: 429, headers: { ...json, 'retry-after': '40' }, body: '{}' }

test("behavior: a server's Retry-After holds up nothing while another one may be well again", async () => {
  const started = startWith([], {})
  const { server, clock } = started
  await clock.advance(20_000)
  server.headOf = ({ hostname }) => (hostname === FIRST ? nobody : tooMany)
  server.latest.cut()
  await clock.advance(4_000)
  const before = hosts(started).length
  expect(hosts(started).filter((host) => host === SECOND)).toHaveLength(1)
  server.headOf = ({ hostname }) => (hostname === FIRST ? {} : tooMany)
  await clock.advance(8_000)
  expect(hosts(started).slice(before)).toEqual([FIRST])
  expect(started.stream.shown).toBe('live')
})

test('behavior: where all servers named a time, the first that wants requests again is asked then', async () => {
  const started = startWith([], {})
  const { server, clock } = started
  await clock.advance(0)
  server.headOf = ({ hostname }) => ({
    ...tooMany,
    headers: { ...json, 'retry-after': hostname === FIRST ? '40' : '20' },
  })
  server.latest.cut()
  await clock.advance(19_999)
  expect(hosts(started)).toEqual([FIRST, SECOND, FIRST])
  server.headOf = () => ({})
  await clock.advance(2_001)
  expect(hosts(started).slice(3)).toEqual([SECOND])
})

test('behavior: where one server refuses, the other one is still tried within seconds', async () => {
  const started = startWith([], {})
  const { server, clock } = started
  await clock.advance(20_000)
  server.headOf = ({ hostname }) => (hostname === FIRST ? nobody : { status: 403, headers: json, body: '{}' })
  server.latest.cut()
  await clock.advance(30_000)
  server.headOf = ({ hostname }) => (hostname === FIRST ? {} : { status: 403, headers: json, body: '{}' })
  await clock.advance(16_000)
  expect([hosts(started).at(-1), started.stream.shown]).toEqual([FIRST, 'live'])
})

test('behavior: tries go around the servers, however long they fail', async () => {
  const started = startWith([FIRST, SECOND], { head: nobody })
  await started.clock.advance(60_000)
  const asked = hosts(started)
  expect(asked.length).toBeGreaterThan(6)
  expect(asked).toEqual(asked.map((_, index) => (index % 2 === 0 ? FIRST : SECOND)))
})
