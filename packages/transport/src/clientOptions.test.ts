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
