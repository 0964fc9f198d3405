import { expect, test } from 'vitest'
import type { FoundPath } from './findPaths.ts'
import { rankPaths } from './rankPaths.ts'

const path = (end: string, amount: bigint, length = 0): FoundPath => ({ end, amount, path: Array(length).fill('X') })
const long = 'LONGER:G'
const short = 'USD:G'

test('behavior: longer codes come before shorter ones, lumens last, and in each the best way first', () => {
  const found = [path('native', 1n), path(short, 3n), path(short, 2n), path(long, 1n)]
  expect(rankPaths(found, 'strictReceive')).toEqual([
    path(long, 1n),
    path(short, 2n),
    path(short, 3n),
    path('native', 1n),
  ])
  expect(rankPaths(found, 'strictSend')).toEqual([path(long, 1n), path(short, 3n), path(short, 2n), path('native', 1n)])
})

test('behavior: of two ways alike the shorter one comes first', () => {
  expect(rankPaths([path(short, 1n, 2), path(short, 1n, 1)], 'strictSend')).toEqual([
    path(short, 1n, 1),
    path(short, 1n, 2),
  ])
})

test('behavior: at most five ways to an end', () => {
  const found = [1n, 2n, 3n, 4n, 5n, 6n, 7n].map((amount) => path(short, amount))
  expect(rankPaths(found, 'strictSend').map(({ amount }) => amount)).toEqual([7n, 6n, 5n, 4n, 3n])
})
