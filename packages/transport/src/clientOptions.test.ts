import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { checkClientOptions, type HorizonClientOptions } from './clientOptions.ts'

const horizonUrl = 'https://horizon.test'
const bad: readonly (readonly [what: string, headers: Record<string, string>])[] = [
  ['a line feed', { 'x-key': 's3cret\n' }],
  ['a carriage return', { 'x-key': 's3cret\rx' }],
  ['a zero byte', { 'x-key': 's3cret\0' }],
  ['no Latin-1', { 'x-key': 's3cret€' }],
  ['no text', { 'x-key': undefined as never }],
  ['a space in the name', { 's3cret key': '1' }],
  ['an empty name', { '': 's3cret' }],
]

test.each(bad)('error: a header with %s is refused at once, and not shown', (_, headers) => {
  const all: readonly HorizonClientOptions[] = [{ horizonUrl, headers }, { endpoints: [{ horizonUrl, headers }] }]
  for (const options of all) {
    let thrown: unknown
    try {
      checkClientOptions(options)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(InvalidOptionError)
    expect(`${thrown} ${JSON.stringify(thrown)}`).not.toContain('s3cret')
  }
})

test('behavior: headers that HTTP allows are kept, those of a server before those of all', () => {
  const { endpoints } = checkClientOptions({
    endpoints: [{ horizonUrl, headers: { 'X-Key': 'a\tb é' } }],
    headers: { 'x-all_of!': '', 'X-Key': 'other' },
  })
  expect(endpoints[0]?.headers).toEqual({ 'x-all_of!': '', 'X-Key': 'a\tb é' })
})

test.each([
  ['no server', {}],
  ['endpoints and a server', { horizonUrl, endpoints: [{ horizonUrl }] }],
  ['no endpoint', { endpoints: [] }],
  ['a server twice, written otherwise', { endpoints: [{ horizonUrl }, { horizonUrl: `${horizonUrl}:443/` }] }],
  ['a limiter that is none', { horizonUrl, limiter: {} }],
])('error: %s is refused at once', (_, options) => {
  expect(() => checkClientOptions(options as never)).toThrow(InvalidOptionError)
})

const anchor = { sequence: 7, hash: 'ab'.repeat(32), closedAtMs: 1_700_000_000_000 }

test('behavior: an anchor is what a client gave, whatever else is in it', () => {
  expect(() => checkClientOptions({ horizonUrl, anchor })).not.toThrow()
  const kept: typeof anchor = JSON.parse(JSON.stringify({ ...anchor, more: 1 }))
  expect(() => checkClientOptions({ horizonUrl, anchor: kept })).not.toThrow()
})

test.each([
  ['null, as a file may hold it', null],
  ['a text', 'str'],
  ['nothing', {}],
  ['a sequence that is a text', { ...anchor, sequence: '7' }],
  ['ledger 0', { ...anchor, sequence: 0 }],
  ['no hash', { ...anchor, hash: undefined }],
  ['a hash in upper case', { ...anchor, hash: anchor.hash.toUpperCase() }],
  ['no time', { ...anchor, closedAtMs: undefined }],
])('error: an anchor that is or has %s is refused at once', (_, bad) => {
  expect(() => checkClientOptions({ horizonUrl, anchor: bad as never })).toThrow(InvalidOptionError)
})
