import { seededRandom } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { BYEBYE, HELLO, record, type StreamSetUp, setUpStreams } from '../../test/fakeStreams.ts'
import { cursors, event, numbers, start, startLive } from '../../test/numberStreams.ts'
import { recordStream } from './recordStream.ts'

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
