import { expect, test } from 'vitest'
import { selectBenchFiles } from './benchFiles.ts'
import { describeRow, parseRows } from './benchRow.ts'

const row = { bench: 'a', metric: 'm', unit: '1/s', ours: 2, against: 'b', theirs: 1, ratio: 2, bar: 1, ok: true }

test('behavior: rows are read as they were printed, anything else is nothing', () => {
  expect(parseRows(JSON.stringify([row]))).toEqual([row])
  for (const text of ['', '{}', '[1]', JSON.stringify([{ ...row, ok: 1 }])]) expect(parseRows(text)).toBeUndefined()
})

test('behavior: a row that misses its bar says so', () => {
  expect(describeRow(row)).toMatch(/^ok {4}a: m: 2 1\/s/)
  expect(describeRow({ ...row, ok: false })).toMatch(/^FAIL/)
})

test('behavior: a name selects a file or all files of a package', () => {
  const file = { path: 'packages/devnet/bench/ledger.ts', names: ['devnet', 'devnet-ledger'] }
  expect(selectBenchFiles([file], undefined)).toEqual([file])
  expect(selectBenchFiles([file], 'devnet')).toEqual([file])
  expect(selectBenchFiles([file], 'other')).toEqual([])
})
