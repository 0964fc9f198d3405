import { expect, test } from 'vitest'
import { averagePrice } from './averagePrice.ts'

test('behavior: counter for base with seven decimals', () => {
  expect(averagePrice(101n, 400n)).toBe('0.2525000')
  expect(averagePrice(1096984067875n, 3185962535734n)).toBe('0.3443179') // a recorded day
  expect(averagePrice(0n, 5n)).toBe('0.0000000')
  expect(averagePrice(5n, 0n)).toBe('0.0000000')
})

test('behavior: a tie in the binary value goes to the even digit', () => {
  expect(averagePrice(1n, 256n)).toBe('0.0039062') // 0.00390625
  expect(averagePrice(3n, 256n)).toBe('0.0117188') // 0.01171875
})

test('behavior: a double that is off by less than a digit does not print as the decimal it was made of', () => {
  expect(averagePrice(100000005n, 1000000000n)).toBe('0.1000000') // 0.100000005 is a little less as a double
})

test('behavior: volumes beyond 64 bits', () => {
  expect(averagePrice(10n ** 30n, 3n)).toMatch(/^\d{30}\.0{7}$/)
})
