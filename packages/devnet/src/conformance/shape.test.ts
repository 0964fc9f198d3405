import { expect, test } from 'vitest'
import { ExpectationError } from './errors.ts'
import type { Json, JsonObject } from './json.ts'
import { hasShape } from './shape.ts'

const template = 'id ledger# sequence"#" ok! amount$ at@~ memo? price{n# d#} rows[id] more{}'
const sound = {
  id: 'x',
  ledger: 1,
  sequence: '2',
  ok: true,
  amount: '1.0000000',
  at: '2026-01-02T03:04:05Z',
  price: { n: 1, d: 2 },
  rows: [{ id: 'a' }],
  more: { anything: [] },
}
const without = (name: string): JsonObject => Object.fromEntries(Object.entries(sound).filter(([key]) => key !== name))

test('behavior: members of the right kinds in the right order have the shape', () => {
  expect(() => hasShape('body', sound, template)).not.toThrow()
  expect(() => hasShape('body', { ...without('at'), at: null }, template)).toThrow('members')
  expect(() => hasShape('body', { ...sound, at: null }, template)).not.toThrow()
})

test('behavior: an optional member may be there, in its place', () => {
  const { price, rows, more, ...before } = sound
  expect(() => hasShape('body', { ...before, memo: 'm', price, rows, more }, template)).not.toThrow()
  expect(() => hasShape('body', { ...sound, memo: 'm' }, template)).toThrow(ExpectationError)
})

test.each([
  ['a number as text', { ledger: '1' }],
  ['a text as number', { sequence: 2 }],
  ['a text that is no integer', { sequence: '2.0' }],
  ['an amount with six decimals', { amount: '1.000000' }],
  ['a time with fractions', { at: '2026-01-02T03:04:05.123Z' }],
  ['members of an object in another order', { price: { d: 2, n: 1 } }],
  ['an element without its member', { rows: [{}] }],
  ['null where none may be', { ok: null }],
])('error: %s is noticed', (_, change) => {
  expect(() => hasShape('body', { ...sound, ...change } as Json, template)).toThrow(ExpectationError)
})

test('error: a member too much, or too little, is noticed', () => {
  expect(() => hasShape('body', { ...sound, extra: 1 }, template)).toThrow('members')
  expect(() => hasShape('body', without('ledger'), template)).toThrow('members')
  expect(() => hasShape('body', [], template)).toThrow('an object')
})
