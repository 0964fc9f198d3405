import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { parseConformanceOptions } from './conformanceOptions.ts'

test('behavior: without a URL the command looks at a devnet of its own', () => {
  expect(parseConformanceOptions([])).toEqual({ horizonUrl: undefined, json: false, only: undefined })
})

test('behavior: a URL may have a path', () => {
  const { horizonUrl, json } = parseConformanceOptions(['--horizon', 'https://host.example/horizon/', '--json'])
  expect([horizonUrl?.href, json]).toEqual(['https://host.example/horizon/', true])
})

test.each([['x'], ['ftp://host.example'], ['http://host.example/?a=b'], ['https://user@host.example']])(
  'error: %s is no server',
  (url) => {
    expect(() => parseConformanceOptions(['--horizon', url])).toThrow(InvalidOptionError)
  },
)

test('error: a password is not repeated', () => {
  const parse = (): unknown => parseConformanceOptions(['--horizon', 'https://user:hidden@host.example'])
  expect(parse).toThrow(InvalidOptionError)
  expect(parse).not.toThrow('hidden')
})

test('error: an unknown flag is refused', () => {
  expect(() => parseConformanceOptions(['--url', 'x'])).toThrow(InvalidOptionError)
})

test('behavior: some cards may be named', () => {
  expect(parseConformanceOptions(['--only', 'CARD-007,12']).only).toEqual([7, 12])
})

test.each([['CARD-000'], ['x'], ['CARD-9999'], ['']])('error: there is no card %j', (text) => {
  expect(() => parseConformanceOptions(['--only', text])).toThrow(InvalidOptionError)
})
