import { type Random, seededRandom } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { BYEBYE, HELLO, record, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { count, object } from '../wire/fields.ts'
import { EventTooLargeError } from './errors.ts'
import { parseEventStream, type ServerEvent } from './parseEventStream.ts'
import { recordStream } from './recordStream.ts'

/** In every run of the tests; SDEX_MUTATIONS takes others. */
const MUTATIONS = Number(process.env['SDEX_MUTATIONS'] ?? 100_000)
const TIMEOUT_MS = 20_000 + MUTATIONS

/** What matters to somebody who reads lines, numbers or UTF-8. */
const PIECES: readonly (string | readonly number[])[] = [
  ...['\n', '\r', '\r\n', '\n\n', '\0', ':', ': ', 'id', 'id: ', 'data', 'data:', 'data: ', 'event: ', 'retry: 9e9\n'],
  ...[
    'event: open\ndata: x\n\n',
    'event: close\n\n',
    'event: error\ndata: no\n\n',
    'id: now\n',
    'id: -1\n',
    'null',
    '{',
  ],
  ...[[0xef, 0xbb, 0xbf], [0xff], [0xc3], [0xf0, 0x9f]],
]

const bytesOf = (piece: string | readonly number[]): readonly number[] =>
  typeof piece === 'string' ? [...new TextEncoder().encode(piece)] : piece

const good = HELLO + record('100-1', { n: 1 }) + record('100-2', { n: 2 }) + BYEBYE

/** A stream with pieces put in, taken out and turned over, or no stream at all. */
function garble(text: string, random: Random): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit)
  if (random() < 0.05) return Uint8Array.from({ length: below(60) }, () => below(256))
  const bytes = [...bytesOf(text)]
  for (let turns = 1 + below(4); turns > 0; turns -= 1) {
    const at = below(bytes.length + 1)
    const piece = PIECES[below(PIECES.length)] ?? ''
    const kind = below(4)
    if (kind === 0) bytes.splice(at, 1 + below(30))
    else if (kind === 1) bytes[Math.min(at, bytes.length - 1)] = below(256)
    else bytes.splice(at, below(3), ...bytesOf(piece))
  }
  return Uint8Array.from(bytes)
}

function* inChunks(bytes: Uint8Array, random: Random): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = at + Math.floor(random() * 20)
    yield bytes.subarray(at, end)
    at = end
  }
}

/** The events, and how it ended. */
function parseAll(chunks: Iterable<Uint8Array>, maxEventBytes: number): { events: ServerEvent[]; error: unknown } {
  const events: ServerEvent[] = []
  const push = parseEventStream((event) => events.push({ ...event }), { maxEventBytes })
  try {
    for (const chunk of chunks) push(chunk)
    return { events, error: undefined }
  } catch (error) {
    return { events, error }
  }
}

test('property: bytes of any kind give the same events however they are cut, or are too large', {
  timeout: TIMEOUT_MS,
}, () => {
  const random = seededRandom('bytes of streams')
  let refused = 0
  for (let run = 0; run < MUTATIONS; run += 1) {
    const bytes = garble(good, random)
    const maxEventBytes = random() < 0.1 ? 12 : 1_000
    const whole = parseAll([bytes], maxEventBytes)
    const cut = parseAll(inChunks(bytes, random), maxEventBytes)
    const shown = `run ${run}: ${JSON.stringify(new TextDecoder().decode(bytes))}`
    expect(cut.events, shown).toEqual(whole.events)
    expect(cut.error === undefined, shown).toBe(whole.error === undefined)
    if (whole.error === undefined) continue
    refused += 1
    expect(whole.error, shown).toBeInstanceOf(EventTooLargeError)
    expect(cut.error, shown).toBeInstanceOf(EventTooLargeError)
  }
  expect(refused).toBeGreaterThan(0)
})

/** Connections of one stream: a place that was garbled to a later one hides all that comes before it. */
const CONNECTIONS = 20

test('property: a stream outlives connections with bytes of any kind, and goes on with the next good one', {
  timeout: TIMEOUT_MS,
}, async () => {
  const random = seededRandom('connections of any kind')
  let recordCount = 0
  for (let run = 0; run < MUTATIONS / CONNECTIONS; run += 1) recordCount += await outlive(random)
  expect(recordCount).toBeGreaterThan(MUTATIONS / 10)
})

/** @returns How many records were told. */
async function outlive(random: Random): Promise<number> {
  const { server, clock, context } = setUpStreams()
  let sent = 0
  server.serve = (connection) => {
    if (sent >= CONNECTIONS) return
    sent += 1
    const text = HELLO + record(`${sent}-1`, { n: sent }) + record(`${sent}-2`, { n: sent }) + BYEBYE
    for (const chunk of inChunks(garble(text, random), random)) connection.send(chunk)
    if (random() < 0.5) connection.cut()
    else connection.end()
  }
  const stream = watch(
    recordStream<number>(context, () => ({
      ...{ path: '/numbers', query: {}, priority: 'market', kind: 'records' },
      read: (json) => count(object(json)['n'], 'n'),
      prepare: async ({ cursor = '0-0' }) => cursor,
    })),
  )
  while (server.connections.length <= CONNECTIONS) await clock.advance(10_000)
  const told = stream.records.length
  expect(stream.records.every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true)
  server.latest.send(HELLO + record('9223372036854775807-9223372036854775807', { n: 77 }))
  await clock.advance(0)
  expect([stream.records.at(-1), stream.shown, stream.isComplete]).toEqual([77, 'live', false])
  stream.stop()
  await clock.advance(0)
  expect([server.openCount, clock.timerCount]).toEqual([0, 0])
  return told
}
