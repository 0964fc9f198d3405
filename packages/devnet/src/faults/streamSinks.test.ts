import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { failing, type SinkTampering, silenced, skippingBack } from './streamSinks.ts'

const hello = 'event: open\n\n'
const record = (id: number): string => `id: ${id}\n\n`

/** What a tampered sink lets through of some writes and an end. */
function through(tamper: SinkTampering, writes: readonly (readonly string[])[], last: readonly string[]) {
  const sent: string[] = []
  let ends = 0
  const sink = tamper({} as ServerResponse, {
    write: (events) => void sent.push(...events),
    end: (events) => {
      sent.push(...events)
      ends += 1
    },
  })
  for (const events of writes) sink.write(events)
  sink.end(last)
  return { sent, ends }
}

test('behavior: silence comes after so many records, wherever the writes are cut, and takes the end too', () => {
  const expected = { sent: [hello, record(1), record(2)], ends: 0 }
  expect(through(silenced(2), [[hello, record(1), record(2), record(3)]], ['event: close\n\n'])).toEqual(expected)
  expect(through(silenced(2), [[hello], [record(1)], [record(2)], [record(3)]], [])).toEqual(expected)
  expect(through(silenced(0), [[hello], [record(1)]], [])).toEqual({ sent: [hello], ends: 0 })
})

test('behavior: a stream that ends before its fault ends as ever', () => {
  expect(through(failing(3, 'x'), [[hello, record(1)]], ['event: close\n\n'])).toEqual({
    sent: [hello, record(1), 'event: close\n\n'],
    ends: 1,
  })
})

test('behavior: a failure ends the stream once', () => {
  const failed = through(failing(1, 'x'), [[hello, record(1)], [record(2)]], [])
  expect(failed).toEqual({ sent: [hello, record(1), 'event: error\ndata: x\n\n'], ends: 1 })
})

test('behavior: what is sent again are the last records, hello not among them', () => {
  const { sent } = through(
    skippingBack(2, 5),
    [
      [hello, record(1)],
      [record(2), record(3)],
    ],
    [],
  )
  expect(sent).toEqual([hello, ...[1, 2, 1, 2, 3].map(record)])
})
