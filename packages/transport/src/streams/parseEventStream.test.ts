import { seededRandom } from '@sdex/primitives'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventTooLargeError } from './errors.ts'
import { parseEventStream, type ServerEvent } from './parseEventStream.ts'

const encoder = new TextEncoder()

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

type TextEvent = Omit<ServerEvent, 'data'> & { readonly data: string }

function parse(bytes: Uint8Array, cuts: readonly number[] = [], maxEventBytes = 1 << 20): TextEvent[] {
  const events: TextEvent[] = []
  const push = parseEventStream((event) => events.push({ ...event, data: decoder.decode(event.data) }), {
    maxEventBytes,
  })
  const ends = [...cuts].sort((a, b) => a - b)
  for (const [index, end] of [...ends, bytes.length].entries()) push(bytes.subarray(ends[index - 1] ?? 0, end))
  return events
}

const parseText = (text: string): TextEvent[] => parse(encoder.encode(text))

test("behavior: Horizon's three kinds of event are read", () => {
  const text =
    'retry: 1000\nevent: open\ndata: "hello"\n\nid: 12-3\ndata: {"a":1}\n\nretry: 10\nevent: close\ndata: "byebye"\n\n'
  expect(parseText(text)).toEqual([
    { type: 'open', id: undefined, data: '"hello"' },
    { type: 'message', id: '12-3', data: '{"a":1}' },
    { type: 'close', id: undefined, data: '"byebye"' },
  ])
})

test.each([
  ['lines of data are joined', 'data: a\ndata:  b\ndata\n\n', 'a\n b\n'],
  ['one space after the colon is no data', 'data:a\n\n', 'a'],
  ['a byte order mark at the start is skipped', '\ufeffdata: a\n\n', 'a'],
  ['a byte order mark later on is data', 'data: \ufeffa\n\n', '\ufeffa'],
  ['comments and unknown fields are skipped', ': hi\ndatum: x\ndata: a\nevents: y\n\n', 'a'],
  ['lines may end in CR', 'data: a\rdata: b\r\r', 'a\nb'],
  ['lines may end in CR LF', 'data: a\r\ndata: b\r\n\r\n', 'a\nb'],
  ['a field without a colon is empty', 'data\n\n', ''],
])('behavior: %s', (_, text, data) => {
  expect(parseText(text)).toEqual([{ type: 'message', id: undefined, data }])
})

test('behavior: an event without data is none, and its fields do not carry over', () => {
  expect(parseText('id: 1\nevent: x\nretry: 5\n\ndata: a\n\n')).toEqual([{ type: 'message', id: undefined, data: 'a' }])
})

test('behavior: ids with a zero byte are skipped', () => {
  expect(parseText('id: 1\nid: 2\0\ndata: a\n\n')).toEqual([{ type: 'message', id: '1', data: 'a' }])
})

test('behavior: an event that the stream ends in is never told', () => {
  expect(parseText('data: a\n\ndata: b\n')).toHaveLength(1)
})

test('error: an event above the cap is refused, however it comes; comments without end are not', () => {
  const refused = ['data: 0123456789', 'data: 0\ndata: 1\ndata: 2\n', ': 012345678901234', `id: ${'1'.repeat(20)}\n`]
  for (const text of refused) {
    const bytes = encoder.encode(text)
    const bytewise = Array.from({ length: bytes.length }, (_, index) => index)
    expect(() => parse(bytes, [], 15)).toThrow(EventTooLargeError)
    expect(() => parse(bytes, bytewise, 15)).toThrow(EventTooLargeError)
  }
  expect(parse(encoder.encode(`${':\n'.repeat(100)}data: a\n\n`), [], 15)).toHaveLength(1)
})

const anyLineText = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll(/[\r\n\0]/g, ''))
const anyEvent = fc.record({
  type: fc.oneof(fc.constant('message'), fc.constantFrom('open', 'close', 'error', 'ä€𝄞')),
  id: fc.option(anyLineText, { nil: undefined }),
  data: fc.array(anyLineText, { minLength: 1, maxLength: 12 }).map((lines) => lines.join('\n')),
})

function write({ type, id, data }: TextEvent, lineEnd: string): string {
  const lines = [
    'retry: 10',
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(type === 'message' ? [] : [`event: ${type}`]),
    ...data.split('\n').map((line) => `data: ${line}`),
  ]
  return [...lines, '', ''].join(lineEnd)
}

test('behavior: no chunk is kept, so that an event in single bytes takes no more than it is long', () => {
  const events: string[] = []
  const push = parseEventStream(({ data }) => events.push(decoder.decode(data)), { maxEventBytes: 1 << 20 })
  for (const byte of encoder.encode('data: one\ndata: two\n\n')) {
    const chunk = Uint8Array.of(byte)
    push(chunk)
    chunk.fill(0)
  }
  expect(events).toEqual(['one\ntwo'])
})

test.each(['\r', '\n', '\r\n', 'data: x\r\r'])(
  'behavior: of many lines that end in %j each byte is looked for once',
  (line) => {
    const chunk = encoder.encode(line.repeat(1_000))
    let looked = 0
    const indexOf = (byte: number, from = 0): number => {
      const at = Uint8Array.prototype.indexOf.call(chunk, byte, from)
      looked += (at === -1 ? chunk.length : at + 1) - from
      return at
    }
    parseEventStream(() => {}, { maxEventBytes: 1 << 20 })(Object.assign(chunk, { indexOf }))
    expect(looked).toBeLessThanOrEqual(3 * chunk.length)
  },
)

test('property: what was written is read, wherever the bytes are cut', () => {
  const anyStream = fc.record({
    events: fc.array(anyEvent, { maxLength: 6 }),
    lineEnd: fc.constantFrom('\n', '\r', '\r\n'),
    cuts: fc.array(fc.nat(), { maxLength: 12 }),
  })
  fc.assert(
    fc.property(anyStream, ({ events, lineEnd, cuts }) => {
      const bytes = encoder.encode(events.map((event) => write(event, lineEnd)).join(''))
      const inside = cuts.map((cut) => (bytes.length === 0 ? 0 : cut % bytes.length))
      const wanted = events.map((event) => ({ ...event, id: event.id }))
      expect(parse(bytes, inside)).toEqual(wanted)
      expect(parse(bytes, Array.from(bytes.keys()))).toEqual(wanted)
    }),
    { numRuns: 500 },
  )
})

test('property: random bytes give events or a typed error, the same however they are cut', () => {
  const random = seededRandom('bytes')
  // Letters of the protocol come often, so that lines and fields come about.
  const letters = [...encoder.encode('data: id:event:retry:\n\n\r\n\r: 01'), 0, 0xc3, 0xa4, 0xff, 0xef, 0xbb, 0xbf]
  const below = (limit: number): number => Math.floor(random() * limit)
  const outcome = (run: () => TextEvent[]): unknown => {
    try {
      return run()
    } catch (error) {
      if (error instanceof EventTooLargeError) return error.code
      throw error
    }
  }
  for (let run = 0; run < 10_000; run += 1) {
    const bytes = Uint8Array.from({ length: below(120) }, () =>
      random() < 0.2 ? below(256) : (letters[below(letters.length)] ?? 0),
    )
    const cuts = Array.from({ length: below(6) }, () => below(bytes.length + 1))
    expect(outcome(() => parse(bytes, cuts, 40))).toEqual(outcome(() => parse(bytes, [], 40)))
  }
})
