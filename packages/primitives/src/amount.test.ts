import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stroops } from '../test/arbitraries.ts'
import { formatAmount, MAX_STROOPS, parseAmount } from './amount.ts'
import { InvalidAmountError } from './errors.ts'

describe('parseAmount', () => {
  test.each([
    ['0', 0n],
    ['12.5', 125_000_000n],
    ['0.0000001', 1n],
    ['00012.5000000', 125_000_000n],
    ['922337203685.4775807', MAX_STROOPS],
  ])('behavior: reads %s', (text, expected) => {
    expect(parseAmount(text)).toBe(expected)
  })

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '-1',
    '.5',
    '5.',
    '1e9',
    '0x10',
    '1,5',
    '1_000',
    'NaN',
    'Infinity',
    '0.00000001',
    '922337203685.4775808',
    '9999999999999',
    '١',
  ])('error: %j is no amount', (text) => {
    expect(() => parseAmount(text)).toThrow(InvalidAmountError)
  })

  test('error: numbers are refused, since a float may have been rounded before', () => {
    expect(() => parseAmount(12.5 as unknown as string)).toThrow(InvalidAmountError)
    expect(() => parseAmount(undefined as unknown as string)).toThrow(InvalidAmountError)
  })

  test('error: a seed pasted as an amount shows nowhere', () => {
    const seed = 'S'.padEnd(56, 'B')
    const error = catchError(() => parseAmount(seed))
    expect([error.message, error.input, error.stack].join()).not.toContain(seed)
  })

  test('property: reads back what formatAmount writes', () => {
    fc.assert(fc.property(stroops, (amount) => parseAmount(formatAmount(amount)) === amount))
  })
})

describe('formatAmount', () => {
  test.each([
    [0n, '0.0000000'],
    [1n, '0.0000001'],
    [-1n, '-0.0000001'],
    [125_000_000n, '12.5000000'],
    [MAX_STROOPS * 10n, '9223372036854.7758070'],
  ])('behavior: writes %d', (amount, expected) => {
    expect(formatAmount(amount)).toBe(expected)
  })
})

function catchError(run: () => unknown): InvalidAmountError {
  try {
    run()
  } catch (error) {
    if (error instanceof InvalidAmountError) return error
  }
  return expect.fail('no InvalidAmountError')
}
