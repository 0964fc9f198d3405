import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { goText } from './goText.ts'

const read = (...bytes: number[]): string => goText(Buffer.from(bytes))

test('behavior: each byte that is no UTF-8 becomes one replacement character', () => {
  expect(read(0x61, 0xe2, 0x82, 0x62)).toBe('a\ufffd\ufffdb') // two of three bytes
  expect(read(0xff, 0x61)).toBe('\ufffda')
  expect(read(0xc0, 0x80)).toBe('\ufffd\ufffd') // an overlong zero
  expect(read(0xed, 0xa0, 0x80)).toBe('\ufffd\ufffd\ufffd') // half of a surrogate pair
  expect(read(0xf0, 0x9f, 0x98)).toBe('\ufffd\ufffd\ufffd')
})

test('property: text stays as it is, also where it holds the replacement character', () => {
  const text = fc.string({
    unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constant('\ufffd')),
  })
  fc.assert(fc.property(text, (letters) => goText(Buffer.from(letters)) === letters))
})

test('property: no byte is lost', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 28 }), (bytes) => {
      const text = goText(Buffer.from(bytes))
      const valid = [...text].filter((letter) => letter !== '\ufffd').join('')
      const marks = [...text].length - [...valid].length
      const kept = Buffer.byteLength(valid)
      expect(kept + marks).toBeLessThanOrEqual(bytes.length)
      expect(kept + 3 * marks).toBeGreaterThanOrEqual(bytes.length) // a mark that was in the text takes three
    }),
  )
})
