import { createRatio, formatAmount, MAX_PRICE_TERM } from '@sdex/primitives'
import { anyAccountId } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountId, base64, countText, int64, list, stroops, timeMs } from './fields.ts'
import { Misfit } from './misfit.ts'
import { price, ratio } from './prices.ts'
import { createSeen } from './seen.ts'

const refused = (run: () => unknown): boolean => {
  try {
    run()
    return false
  } catch (error) {
    return error instanceof Misfit
  }
}

/** Numbers of every length, with those at which words and doubles end. */
const anyInt64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 0n, max: 2n ** 53n + 5n }),
  fc.constantFrom(...[15n, 16n, 31n, 32n, 33n, 48n, 52n, 53n, 62n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits])),
  fc.constantFrom(...Array.from({ length: 19 }, (_, digits) => 10n ** BigInt(digits))),
  fc.constantFrom(...Array.from({ length: 18 }, (_, digits) => 10n ** BigInt(digits + 1) - 1n)),
)

test('property: every 64-bit number is read exactly', () => {
  fc.assert(
    fc.property(anyInt64, (number) => int64(String(number), '') === number),
    { numRuns: 5_000 },
  )
})

test.each([
  '9223372036854775808',
  '-9223372036854775809',
  '9999999999999999999',
  '12345678901234567890',
  '',
  '-',
  '+1',
  ' 1',
  '1 ',
  '1.0',
  '1e3',
  '0x1',
  '\u0661',
  '12345678901x3456789',
  1.5,
  2 ** 53,
  Number.NaN,
  null,
  undefined,
  1n,
])('error: %s is no 64-bit number', (value) => {
  expect(() => int64(value, 'at')).toThrow(Misfit)
})

test('property: every amount is read exactly, sums beyond 64 bits too', () => {
  const anyAmount = fc.oneof(
    anyInt64.map((n) => (n < 0n ? -n : n)),
    fc.bigInt({ min: 0n, max: 2n ** 80n }),
  )
  fc.assert(
    fc.property(anyAmount, (amount) => stroops(formatAmount(amount), '') === amount),
    { numRuns: 5_000 },
  )
})

test.each([
  '1',
  '1.',
  '.0000000',
  '1.000000',
  '1.00000000',
  '-1.0000000',
  '1.00000 0',
  '1x0000000',
  '1,0000000',
  'x.0000000',
  '1e3.0000000',
  '123456789012x.0000000',
  12.5,
  null,
  undefined,
])('error: %s is no amount', (value) => {
  expect(() => stroops(value, 'at')).toThrow(Misfit)
})

test('property: times are read as Date reads them', () => {
  const anyTime = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(anyTime, (date) => {
      const text = `${date.toISOString().slice(0, 19)}Z`
      return timeMs(text, '') === Date.parse(text)
    }),
  )
})

test.each([
  '2026-01-02T03:04:05',
  '2026-01-02T03:04:05.000Z',
  '2026-01-02 03:04:05Z',
  '2026-13-02T03:04:05Z',
  '2026-00-02T03:04:05Z',
  '2026-01-32T03:04:05Z',
  '2026-01-02T24:04:05Z',
  '2026-01-02T03:60:05Z',
  '2026-01-02T03:04:6xZ',
  '20x6-01-02T03:04:05Z',
  1_767_323_045,
])('error: %s is no time', (value) => {
  expect(() => timeMs(value, 'at')).toThrow(Misfit)
})

test('property: account ids pass, and with any character changed to one outside of base32 they do not', () => {
  const anyStranger = fc.constantFrom('a', '0', '1', '8', '9', ' ', '-', 'é', '\u0661', '\0')
  fc.assert(
    fc.property(anyAccountId, fc.nat(55), anyStranger, (id, at, stranger) => {
      const changed = `${id.slice(0, at)}${stranger}${id.slice(at + 1)}`
      return accountId(id, '') === id && refused(() => accountId(changed, '')) && refused(() => accountId(`${id}A`, ''))
    }),
  )
})

test('behavior: what was checked in a body once passes again, and nothing else does', () => {
  const seen = createSeen()
  const ids = fc.sample(anyAccountId, 20)
  for (const id of [...ids, ...ids]) expect(accountId(id, '', seen)).toBe(id)
  expect(() => accountId(`${ids[0]}A`, '', seen)).toThrow(Misfit)
})

test('property: fractions come in lowest terms', () => {
  const [anyN, anyD] = [fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), fc.bigInt({ min: 1n, max: 2n ** 63n - 1n })]
  const small = fc.bigInt({ min: 1n, max: 10_000n })
  fc.assert(
    fc.property(fc.oneof(anyN, small), fc.oneof(anyD, small), (n, d) => {
      expect(ratio({ n: String(n), d: String(d) }, '')).toEqual(createRatio(n, d))
    }),
  )
})

test('behavior: prices are kept as they are, also where a number came as text', () => {
  expect(price({ n: 2, d: 8 }, '')).toEqual({ n: 2, d: 8 })
  expect(price({ n: String(MAX_PRICE_TERM), d: '1' }, '')).toEqual({ n: MAX_PRICE_TERM, d: 1 })
  for (const n of [0, -1, MAX_PRICE_TERM + 1, 0.5]) expect(() => price({ n, d: 1 }, 'at')).toThrow(Misfit)
})

test('behavior: a count written as text is a number, base64 is bytes', () => {
  expect(countText('14', '')).toBe(14)
  expect(() => countText('9007199254740993', 'at')).toThrow(Misfit)
  expect([...base64('djE=', '')]).toEqual([118, 49])
  expect(() => base64('d*', 'at')).toThrow(Misfit)
})

test('error: the path leads through lists', () => {
  const read = (value: unknown) => list(value, 'bids', (row) => int64(row, 'price_r.n'))
  const failure = ((): unknown => {
    try {
      return read(['1', 'x'])
    } catch (error) {
      return error
    }
  })()
  expect(failure).toMatchObject({ path: 'bids[1].price_r.n', message: 'a 64-bit number' })
})
