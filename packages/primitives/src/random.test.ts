import { expect, test } from 'vitest'
import { seededRandom, systemRandom } from './random.ts'

const take = (count: number, random: () => number): number[] => Array.from({ length: count }, random)

test('behavior: a seed gives the same sequence every time, on every machine', () => {
  expect(take(5, seededRandom(7))).toEqual(take(5, seededRandom('7')))
  expect(take(3, seededRandom('sdex'))).toMatchInlineSnapshot(`
    [
      0.802704154048115,
      0.8353163946885616,
      0.32490828284062445,
    ]
  `)
})

test('behavior: neighbouring seeds have nothing in common', () => {
  const drawn = new Set([1, 2, 3, 'a', 'b', ''].flatMap((seed) => take(100, seededRandom(seed))))
  expect(drawn.size).toBe(600)
})

test('behavior: values lie in [0, 1) and are spread evenly', () => {
  const tenths = new Array<number>(10).fill(0)
  for (const value of take(100_000, seededRandom(1))) {
    expect(value >= 0 && value < 1).toBe(true)
    tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1
  }
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('behavior: the system draws from [0, 1) too', () => {
  for (const value of take(100, systemRandom)) expect(value >= 0 && value < 1).toBe(true)
})
