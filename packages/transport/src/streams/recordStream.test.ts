import { seededRandom } from '@sdex/primitives'
import { Subject, take } from 'rxjs'
import { expect, test } from 'vitest'
import { BYEBYE, HELLO, record, type StreamSetUp, setUpStreams, type Watched, watch } from '../../test/fakeStreams.ts'
import { ConnectionError } from '../errors.ts'
import { count, object } from '../wire/fields.ts'
import { recordStream } from './recordStream.ts'
import type { Resume, StreamSpec } from './streamSpec.ts'

/** Records numbered from 1, at places 100-1, 100-2, ... */
const numbers: StreamSpec<number> = {
  path: '/numbers',
  query: { limit: 200 },
  priority: 'market',
  kind: 'records',
  read: (json) => count(object(json)['n'], 'n'),
  prepare: async ({ cursor = '100-0' }) => cursor,
}
const event = (n: number): string => record(`100-${n}`, { n })

type Started = StreamSetUp & { readonly stream: Watched<number> }

async function start(
  spec: Partial<StreamSpec<number>> = {},
  overrides: Parameters<typeof setUpStreams>[0] = {},
): Promise<Started> {
  const setUp = setUpStreams(overrides)
  const stream = watch(recordStream(setUp.context, () => ({ ...numbers, ...spec })))
  await setUp.clock.advance(0)
  return { ...setUp, stream }
}

async function startLive(
  spec: Partial<StreamSpec<number>> = {},
  overrides: Parameters<typeof setUpStreams>[0] = {},
): Promise<Started> {
  const started = await start(spec, overrides)
  started.server.latest.send(HELLO)
  await started.clock.advance(0)
  return started
}

const cursors = ({ server }: StreamSetUp): (string | null)[] =>
  server.connections.map(({ url }) => url.searchParams.get('cursor'))

test('behavior: a stream asks for what an event stream needs, behind the prefix and with the key of the URL', async () => {
  const { server } = await start()
  expect(server.latest.url.href).toBe('http://horizon.test/hidden/numbers?key=secret&limit=200&cursor=100-0')
  expect(server.latest.headers).toMatchObject({ accept: 'text/event-stream', 'x-client': 'test' })
})

test('behavior: records come in order; it is live from hello on', async () => {
  const { server, clock, stream } = await start()
  expect(stream.shown).toBe('connecting')
  server.latest.send(HELLO)
  await clock.advance(0)
  expect(stream.shown).toBe('live')
  server.latest.send(event(1) + event(2))
  await clock.advance(0)
  expect(stream.records).toEqual([1, 2])
})

test('behavior: goodbye is no fault: the next connection follows at once behind the last record', async () => {
  const started = await startLive()
  const { server, clock, stream } = started
  server.latest.send(event(1))
  server.latest.goodbye()
  await clock.advance(0)
  expect(cursors(started)).toEqual(['100-0', '100-1'])
  server.latest.send(HELLO + event(2))
  await clock.advance(0)
  expect([stream.records, stream.statuses]).toEqual([
    [1, 2],
    [{ state: 'connecting' }, { state: 'live' }],
  ])
})

test('behavior: a server that says goodbye at once is asked ever less often', async () => {
  const { server, clock, stream } = await start()
  server.serve = (connection) => {
    connection.send(HELLO)
    connection.goodbye()
  }
  server.latest.send(HELLO)
  server.latest.goodbye()
  await clock.advance(10_000)
  expect(server.connections).toHaveLength(4) // after 1, 2 and 4 s
  expect(stream.shown).toBe('live')
})

test('behavior: a connection that stays open after goodbye is cut', async () => {
  const { server, clock } = await startLive()
  server.latest.send(event(1) + BYEBYE + event(2))
  await clock.advance(999)
  expect(server.connections).toHaveLength(1)
  await clock.advance(1)
  expect(server.connections.map(({ isOpen }) => isOpen)).toEqual([false, true])
})

test('behavior: a cut in the middle of an event loses and repeats nothing', async () => {
  const started = await startLive()
  const { server, clock, stream } = started
  server.latest.send(event(1) + event(2).slice(0, -1))
  server.latest.cut()
  await clock.advance(0)
  expect(stream.shown).toMatch(/^reconnecting: The connection broke/)
  await clock.advance(1_000)
  expect(cursors(started)).toEqual(['100-0', '100-1'])
  server.latest.send(HELLO + event(2))
  await clock.advance(0)
  expect([stream.records, stream.shown]).toEqual([[1, 2], 'live'])
})

test('behavior: what a server repeats is dropped', async () => {
  const { server, clock, stream } = await startLive()
  server.latest.send(record('100-0', { n: 0 }) + event(9) + event(9) + event(8) + event(10))
  server.latest.send(record('99-11', { n: 7 }) + record('101-0', { n: 11 }))
  await clock.advance(0)
  expect(stream.records).toEqual([9, 10, 11])
})

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
  [404, 'not_found', [5_000, 5_000, 5_000]],
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

test('behavior: a connection without an event for a minute is dead, whatever comments come; one with events is not', async () => {
  const { server, clock, stream } = await startLive()
  await clock.advance(50_000)
  server.latest.send(event(1))
  for (let second = 0; second < 59; second += 1) {
    await clock.advance(1_000)
    server.latest.send(': keep-alive\n\nevent: ping\ndata: 1\n\n')
  }
  expect(server.openCount).toBe(1)
  await clock.advance(7_000)
  expect(stream.shown).toContain('No event came from the server for 60 s.')
  expect(server.connections[0]?.isOpen).toBe(false)
  await clock.advance(1_000)
  expect(server.openCount).toBe(1)
})

test('error: comments do not hide that a stream which brings each ledger missed some', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({ bringsEachLedger: true }, { ledgerTicks$, random: () => 1 })
  for (let ledger = 1; ledger <= 3; ledger += 1) {
    await clock.advance(5_000)
    server.latest.send(': keep-alive\n\n')
    await clock.advance(0)
    ledgerTicks$.next(ledger)
  }
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale: The stream is silent while 3 ledgers closed/)
})

test('behavior: after the machine slept the connection is opened anew', async () => {
  const { server, context } = setUpStreams()
  let beat = (_elapsedMs: number): void => {}
  const onBeat = (listener: typeof beat) => {
    beat = listener
    return () => {}
  }
  const sleeper = watch(recordStream({ ...context, beat: onBeat }, () => numbers))
  await new Promise(setImmediate)
  beat(5_000)
  expect(server.openCount).toBe(1)
  beat(3_600_000)
  await new Promise(setImmediate)
  expect(sleeper.shown).toContain('slept')
})

test('behavior: silence while ledgers go on is seen sooner where each ledger brings a record, and hello alone does not mend it', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({ bringsEachLedger: true }, { ledgerTicks$, random: () => 1 })
  for (let ledger = 1; ledger <= 3; ledger += 1) {
    await clock.advance(5_000)
    ledgerTicks$.next(ledger)
  }
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale: The stream is silent while 3 ledgers closed/)
  await clock.advance(1_000)
  server.latest.send(HELLO)
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale/)
  server.latest.send(event(1))
  await clock.advance(0)
  expect(stream.shown).toBe('live')
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

test('behavior: subscribers share one connection, which closes with the last; the next one begins anew', async () => {
  const { server, clock, context } = setUpStreams()
  const stream = recordStream(context, () => numbers)
  const [first, second] = [watch(stream), watch(stream)]
  await clock.advance(0)
  server.latest.send(HELLO + event(1))
  await clock.advance(0)
  const late = watch(stream)
  expect([first.records, second.records, late.records, late.shown]).toEqual([[1], [1], [], 'live'])
  first.leave()
  second.stop()
  expect(server.openCount).toBe(1)
  late.stop()
  await clock.advance(0)
  expect([server.connections.length, server.openCount, clock.timerCount]).toEqual([1, 0, 0])
  expect(first.shown).toBe('connecting')
  watch(stream)
  await clock.advance(0)
  expect(server.latest.url.searchParams.get('cursor')).toBe('100-0')
})

test.each(['live', 'waiting to connect again', 'connecting', 'leaving'] as const)(
  'behavior: closing the client while %s completes everything and leaves nothing behind',
  async (state) => {
    const { server, clock, closed$, context } = setUpStreams()
    if (state === 'waiting to connect again') server.heads.push({ status: 503, body: '' })
    if (state === 'connecting') server.heads.push('never')
    const stream = recordStream(context, () => numbers)
    const watched = watch(stream)
    await clock.advance(0)
    if (state === 'live') server.latest.send(HELLO)
    if (state === 'leaving') server.latest.send(HELLO + BYEBYE)
    await clock.advance(0)
    closed$.next()
    await clock.advance(0)
    expect([watched.isComplete, watched.shown, server.openCount, clock.timerCount]).toEqual([true, 'closed', 0, 0])
    expect(watched.statuses.filter(({ state: shown }) => shown === 'connecting')).toHaveLength(1)
    const late = watch(stream)
    expect([late.isComplete, late.statuses]).toEqual([true, [{ state: 'closed' }]])
  },
)

test('behavior: who leaves in the middle of a chunk gets nothing more of it', async () => {
  const { server, clock, context } = setUpStreams()
  const seen: number[] = []
  const { records$ } = recordStream(context, () => numbers)
  records$.pipe(take(2)).subscribe((n) => seen.push(n))
  await clock.advance(0)
  server.latest.send(HELLO + event(1) + event(2) + event(3))
  await clock.advance(0)
  expect([seen, server.openCount, clock.timerCount]).toEqual([[1, 2], 0, 0])
})

test('error: a stream that cannot say what it is of begins anew with the next subscriber', async () => {
  const { server, clock, context } = setUpStreams()
  let isBroken = true
  const { records$ } = recordStream(context, () => {
    if (isBroken) throw new Error('broken')
    return numbers
  })
  const errors: unknown[] = []
  records$.subscribe({ error: (error) => errors.push(error) })
  expect(errors).toEqual([new Error('broken')])
  isBroken = false
  records$.subscribe()
  await clock.advance(0)
  expect(server.openCount).toBe(1)
})

test.each([
  ['unsubscribed', expect.stringContaining('aborted')],
  ['silent', expect.stringContaining('aborted')],
  ['ended by the server', '200'],
])('behavior: hooks are told how the connection of a stream ended that was %s', async (how, ended) => {
  const told: string[] = []
  const { server, clock, context } = setUpStreams({
    hooks: {
      onResponse: ({ status }) => told.push(String(status)),
      onError: ({ error }) => told.push(String(error)),
    },
  })
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(0)
  server.latest.send(HELLO)
  await clock.advance(0)
  if (how === 'unsubscribed') stream.stop()
  else if (how === 'silent') await clock.advance(65_000)
  else server.latest.goodbye()
  await clock.advance(0)
  expect(told).toEqual([ended])
  stream.stop()
})

test("behavior: connections, and the turns that the server counts on them, are taken out of the server's budget", async () => {
  const taken: string[] = []
  const limiter = {
    acquire: async ({ priority }: { priority: string }) => void taken.push(priority),
    observe: () => {},
  }
  const { clock } = await startLive({}, { limiter })
  expect(taken).toEqual(['market'])
  await clock.advance(15_000)
  expect(taken).toHaveLength(4)
})

test('behavior: streams that wait for their budget or for their start keep no other from being opened', async () => {
  const never = new Promise<never>(() => {})
  const limiter = {
    acquire: async ({ priority }: { priority: string }) => (priority === 'background' ? never : undefined),
    observe: () => {},
  }
  const { server, clock, context } = setUpStreams({ limiter })
  const waiting: StreamSpec<number>[] = [
    { ...numbers, priority: 'background' },
    { ...numbers, prepare: () => never },
  ]
  const streams = waiting.flatMap((spec) => Array.from({ length: 300 }, () => watch(recordStream(context, () => spec))))
  streams.push(watch(recordStream(context, () => numbers)))
  await clock.advance(0)
  expect(server.openCount).toBe(1)
  for (const stream of streams) stream.stop()
})

test('behavior: streams that are connected share one timer, which goes with the last', async () => {
  const { server, clock, context } = setUpStreams()
  const streams = Array.from({ length: 100 }, () => watch(recordStream(context, () => numbers)))
  await clock.advance(0)
  expect([server.openCount, clock.timerCount]).toEqual([100, 1])
  for (const stream of streams) stream.stop()
  await clock.advance(0)
  expect([server.openCount, clock.timerCount]).toEqual([0, 0])
})

/** Serves what comes after the cursor and breaks off after a random number of bytes, in one of all the ways. */
function serveBroken(server: StreamSetUp['server'], total: number, random: () => number): void {
  const encoder = new TextEncoder()
  server.serve = (connection) => {
    const from = Number(connection.url.searchParams.get('cursor')?.split('-')[1])
    const back = random() < 0.2 ? Math.floor(random() * 4) : 0 // some servers begin too early
    const events = Array.from({ length: Math.min(6, total - from) + back }, (_, index) => from - back + 1 + index)
    const text =
      HELLO +
      events
        .filter((n) => n > 0)
        .map(event)
        .join('')
    const bytes = encoder.encode(`${text}${BYEBYE}`)
    const end = Math.floor(random() * (bytes.length + 1))
    for (let at = 0; at < end; ) {
      const next = Math.min(end, at + 1 + Math.floor(random() * 40))
      connection.send(bytes.subarray(at, next))
      at = next
    }
    const how = random()
    if (how < 0.4) connection.cut()
    else if (how < 0.7) connection.end()
    else if (how < 0.8) connection.send('event: error\ndata: Unexpected stream error\n\n')
    else if (how < 0.9) connection.goodbye()
    // Else it hangs.
  }
}

test('property: through 10,000 cuts at random bytes the records received are those sent', async () => {
  const cuts = 10_000
  const random = seededRandom('cuts')
  const { server, clock, context } = setUpStreams()
  const received: number[] = []
  serveBroken(server, Number.POSITIVE_INFINITY, random)
  const { records$ } = recordStream(context, () => numbers)
  const subscription = records$.subscribe((n) => received.push(n))
  while (server.connections.length < cuts) await clock.advance(60_000)
  subscription.unsubscribe()
  await clock.advance(0)
  expect(received.length).toBeGreaterThan(cuts)
  expect(received).toEqual(received.map((_, index) => index + 1))
  expect([server.openCount, clock.timerCount]).toEqual([0, 0])
}, 60_000)

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

test('behavior: all who watch the status hear the same last one, also when the first of them leaves because of it', async () => {
  const { server, clock, context } = setUpStreams()
  const { records$, status$ } = recordStream(context, () => numbers)
  const states: string[] = []
  const records = records$.subscribe()
  status$.subscribe(({ state }) => state === 'reconnecting' && records.unsubscribe())
  status$.subscribe(({ state }) => states.push(state))
  await clock.advance(0)
  server.latest.cut()
  await clock.advance(0)
  expect(states).toEqual(['connecting', 'reconnecting', 'connecting'])
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
