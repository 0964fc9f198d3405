import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { HELLO, record, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { cursors, event, numbers, start, startLive } from '../../test/numberStreams.ts'
import { ConnectionError } from '../errors.ts'
import { recordStream } from './recordStream.ts'
import type { Resume } from './streamSpec.ts'

test('error: the text of an error event is the reason, and the limiter hears of a used-up budget', async () => {
  const answers: unknown[] = []
  const limiter = { acquire: async () => {}, observe: (answer: unknown) => answers.push(answer) }
  const { server, clock, stream } = await startLive({}, { limiter })
  server.latest.send('event: error\ndata: problem: rate_limit_exceeded. full details: too much\n\n')
  await clock.advance(0)
  expect(stream.shown).toContain('problem: rate_limit_exceeded. full details: too much')
  expect(stream.shown).toContain('GET http://horizon.test/…/numbers')
  expect(stream.shown).not.toContain('secret')
  expect(answers).toMatchObject([{ status: 200 }, { status: 429 }])
})

test.each([
  ['no JSON', 'id: 100-2\ndata: {"n":\n\n', 'is not JSON'],
  ['no number', record('100-2', { n: 'two' }), 'n is not a whole number'],
  ['no place', record('second', { n: 2 }), 'not a paging token'],
  ['no id', 'data: {"n":2}\n\n', 'not a paging token'],
])('error: a record that has %s ends the connection; the next one resumes before it', async (_, text, reason) => {
  const started = await startLive()
  const { server, clock, stream } = started
  server.latest.send(event(1) + text)
  await clock.advance(0)
  expect(stream.shown).toContain(reason)
  expect(server.openCount).toBe(0)
  await clock.advance(1_000)
  expect(cursors(started)).toEqual(['100-0', '100-1'])
})

test('behavior: a server that fails at the same record again and again is asked ever less often', async () => {
  const { server, clock } = await start({}, { random: () => 1 })
  server.serve = (connection) => connection.send(`${HELLO}id: 100-2\ndata: x\n\n`)
  server.latest.send(`${HELLO}id: 100-2\ndata: x\n\n`)
  await clock.advance(1_000 + 2_000 + 4_000 + 8_000 + 8_000)
  expect(server.connections).toHaveLength(6)
  await clock.advance(40_000)
  expect(server.connections).toHaveLength(11)
})

const problem = (status: number, type: string, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({
    type: `https://stellar.org/horizon-errors/${type}`,
    title: 'Title',
    status,
    detail: 'More. And more.',
  }),
})

test.each([
  [400, 'bad_request', [30_000, 30_000]],
  [404, 'not_found', [5_000, 10_000, 15_000, 15_000]],
])('error: an answer of %i is shown, and the question asked again slowly', async (status, type, delaysMs) => {
  const { server, clock, context } = setUpStreams({ random: () => 1 })
  server.heads.push(...delaysMs.map(() => problem(status, type)))
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(0)
  expect(stream.shown).toMatch(`reconnecting: GET http://horizon.test/…/numbers was answered by ${status} Title: More.`)
  for (const [index, delayMs] of delaysMs.entries()) {
    await clock.advance(delayMs - 1)
    expect(server.connections).toHaveLength(index + 1)
    await clock.advance(1)
  }
  server.latest.send(HELLO)
  await clock.advance(0)
  expect(stream.shown).toBe('live')
})

test('error: history that is no longer kept has a reason that programs can read', async () => {
  const { server, clock, context } = setUpStreams()
  server.heads.push(problem(410, 'before_history'))
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale: .* \[SDEX_BEFORE_HISTORY\]$/)
})

test('error: a used-up budget is waited for as long as the server says', async () => {
  const answers: unknown[] = []
  const limiter = { acquire: async () => {}, observe: (answer: unknown) => answers.push(answer) }
  const { server, clock, context } = setUpStreams({ limiter })
  server.heads.push(problem(429, 'rate_limit_exceeded', { 'retry-after': '40' }))
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(39_999)
  expect([server.connections.length, stream.shown.slice(0, 12)]).toEqual([1, 'reconnecting'])
  await clock.advance(1_001)
  expect(server.connections).toHaveLength(2)
  expect(answers[0]).toMatchObject({ status: 429, retryAfterMs: 40_000 })
})

test('error: a page instead of a stream, an unreachable server and one that never answers are faults like others', async () => {
  const { server, clock, context } = setUpStreams({ random: () => 1 })
  const fault = new ConnectionError({ fault: 'refused', message: 'Nobody listens.', remedy: 'Check the URL.' })
  server.heads.push(
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
    { status: 504, body: '<html>' },
    fault,
    'never',
  )
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(0)
  expect(stream.shown).toContain('The server sent text/html instead of an event stream.')
  await clock.advance(1_000)
  expect(stream.shown).toContain('was answered by 504')
  await clock.advance(2_000)
  expect(stream.shown).toContain('Nobody listens.')
  await clock.advance(4_000 + 15_000)
  expect(stream.shown).toContain('took longer than 15000 ms')
  await clock.advance(8_000)
  server.latest.send(HELLO + event(1))
  await clock.advance(0)
  expect([stream.records, stream.shown]).toEqual([[1], 'live'])
  const since = stream.statuses.flatMap((status) => ('sinceMs' in status ? [status.sinceMs] : []))
  expect(since).toEqual([1_000_000, 1_000_000, 1_000_000, 1_000_000])
})

test('error: a refusal whose body never ends is given up like one that never begins, and who leaves meanwhile leaves nothing', async () => {
  const { server, clock, context } = setUpStreams({ random: () => 1 })
  server.heads.push({ status: 503 }, {}, { status: 503 })
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(15_000)
  expect(stream.shown).toContain('took longer than 15000 ms')
  await clock.advance(1_000)
  server.latest.send(HELLO + event(1))
  await clock.advance(0)
  expect([stream.records, stream.shown]).toEqual([[1], 'live'])
  server.latest.goodbye()
  await clock.advance(0)
  expect([server.connections.length, server.openCount]).toEqual([3, 1])
  stream.leave()
  await clock.advance(0)
  expect([server.openCount, clock.timerCount]).toEqual([0, 0])
})

test('behavior: a start that was found once is kept, as a later one would leave out what came between', async () => {
  const resumes: Resume<number>['cursor'][] = []
  const { server, clock, context } = setUpStreams()
  server.heads.push({ status: 503, body: '' })
  const prepare = async ({ cursor }: Resume<number>): Promise<string> => {
    resumes.push(cursor)
    return cursor ?? `${100 + resumes.length}-0`
  }
  watch(recordStream(context, () => ({ ...numbers, prepare })))
  await clock.advance(1_000)
  expect(resumes).toEqual([undefined, '101-0'])
  expect(server.latest.url.searchParams.get('cursor')).toBe('101-0')
})

test('error: a start that cannot be found is looked for again', async () => {
  let tries = 0
  const prepare = async (): Promise<string> => {
    tries += 1
    if (tries < 3) throw new Error('The network is unreachable.')
    return '100-0'
  }
  const { server, clock, stream } = await start({ prepare }, { random: () => 1 })
  expect([stream.shown, server.connections.length]).toEqual(['reconnecting: The network is unreachable.', 0])
  await clock.advance(3_000)
  expect(server.connections).toHaveLength(1)
})

test('behavior: while it is not live it tells how many ledgers it is behind, as far as others know', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({}, { ledgerTicks$, random: () => 1 })
  ledgerTicks$.next(100)
  server.latest.cut()
  await clock.advance(0)
  for (const ledger of [101, 104]) ledgerTicks$.next(ledger)
  expect(stream.statuses.at(-1)).toMatchObject({ state: 'reconnecting', lagLedgers: 4 })
  await clock.advance(1_000)
  server.latest.send(HELLO)
  await clock.advance(0)
  ledgerTicks$.next(105)
  expect(stream.statuses.at(-1)).toEqual({ state: 'live' })
})

test('behavior: what was read by request before a connection that fails is not counted as behind', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({}, { ledgerTicks$, random: () => 1 })
  ledgerTicks$.next(100)
  server.latest.cut()
  await clock.advance(0)
  ledgerTicks$.next(110)
  expect(stream.statuses.at(-1)).toMatchObject({ lagLedgers: 10 })
  server.heads.push({ status: 503, body: '' })
  await clock.advance(1_000)
  expect(stream.statuses.at(-1)).toMatchObject({ state: 'reconnecting', lagLedgers: undefined })
  ledgerTicks$.next(112)
  expect(stream.statuses.at(-1)).toMatchObject({ lagLedgers: 2 })
})
