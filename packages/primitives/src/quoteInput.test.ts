import { expect, test } from 'vitest'
import { quoteInput } from './quoteInput.ts'

test('behavior: texts are quoted on one line', () => {
  expect(quoteInput('a\n"b"')).toBe('"a\\n\\"b\\""')
})

test('behavior: a long text is cut, after redaction', () => {
  const secret = 'S'.padEnd(56, 'Q')
  const quoted = quoteInput('x'.repeat(100) + secret + 'y'.repeat(10_000))
  expect(quoted.length).toBeLessThan(130)
  expect(quoted).not.toContain('SQ')
})

test('behavior: other values are named by their type, numbers shown', () => {
  expect(quoteInput(12.5)).toBe('12.5')
  expect(quoteInput({ secret: 1 })).toBe('a value of type object')
})
