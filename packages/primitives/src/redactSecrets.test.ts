import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactInput, redactSecrets } from './redactSecrets.ts'

const seed = 'SAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGKK'
const seedLike = fc.stringMatching(/^S[A-Z2-7]{55}$/)

test('behavior: account ids, hashes and ordinary words stay', () => {
  const text = `GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF ${'a1'.repeat(32)} STELLAR`
  expect(redactSecrets(text)).toBe(text)
})

test('property: nothing in the form of a seed survives, whatever surrounds it', () => {
  fc.assert(
    fc.property(fc.string(), seedLike, fc.string(), (before, secret, after) => {
      const text = redactSecrets(before + secret + after)
      expect(text).not.toContain(secret)
      expect(text).toContain('S…redacted')
    }),
  )
})

test('behavior: texts inside of plain objects and arrays are redacted, keys included', () => {
  expect(redactInput({ from: [{ secret: seed }], [seed]: 1, amount: 5n })).toEqual({
    from: [{ secret: 'S…redacted' }],
    'S…redacted': 1,
    amount: 5n,
  })
})

test('behavior: an input that holds itself ends', () => {
  const input: Record<string, unknown> = { seed }
  input['self'] = input
  expect(String(JSON.stringify(redactInput(input)))).not.toContain(seed)
})

test('behavior: what is no plain data is passed as it is', () => {
  const date = new Date(0)
  expect(redactInput(date)).toBe(date)
  expect(redactInput(null)).toBe(null)
  expect(redactInput(7n)).toBe(7n)
})
