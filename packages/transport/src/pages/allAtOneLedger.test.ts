import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { InconsistentLedgerError, MalformedBodyError, ResponseTooLargeError } from '../errors.ts'
import { allAtOneLedger } from './allAtOneLedger.ts'
import type { PageRequest } from './pagesOf.ts'

/** Answers of the ledgers given, one a request, over the numbers from 1 to `count`. */
function state(count: number, ledgers: readonly number[]) {
  const asked: PageRequest[] = []
  const read = async (page: PageRequest) => {
    const ledger = ledgers[asked.length] ?? ledgers.at(-1) ?? 0
    asked.push(page)
    const after = Number(page.cursor ?? 0)
    const records = Array.from({ length: Math.min(page.limit ?? 0, count - after) }, (_, index) => after + index + 1)
    return { ledger, value: { records, nextCursor: records.length === 0 ? undefined : String(records.at(-1)) } }
  }
  return { read, asked }
}

test('behavior: pages of one ledger are joined', async () => {
  const { read, asked } = state(5, [7])
  expect(await allAtOneLedger(read, { limit: 2 })).toEqual({ ledger: 7, value: [1, 2, 3, 4, 5] })
  expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, '2', '4'])
})

test('behavior: an empty collection is read as of its ledger', async () => {
  expect(await allAtOneLedger(state(0, [7]).read)).toEqual({ ledger: 7, value: [] })
})

test('behavior: when the ledger moves all is read again, from servers that have reached the newest ledger', async () => {
  const { read, asked } = state(4, [7, 8, 8])
  expect(await allAtOneLedger(read, { limit: 2 })).toEqual({ ledger: 8, value: [1, 2, 3, 4] })
  expect(asked.map(({ cursor, minLedger }) => [cursor, minLedger])).toEqual([
    [undefined, undefined],
    ['2', undefined],
    [undefined, 8],
    ['2', 8],
    ['4', 8],
  ])
})

test('behavior: a page of an older ledger, as behind a balancer, is no part of the reading either', async () => {
  const { read } = state(4, [8, 7, 8])
  expect(await allAtOneLedger(read, { limit: 2 })).toMatchObject({ ledger: 8 })
})

test('error: after three more readings the ledgers are named', async () => {
  const { read, asked } = state(4, [1, 2, 3, 4, 5, 6, 7, 8, 9])
  const failure = await allAtOneLedger(read, { limit: 2 }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(InconsistentLedgerError)
  expect(failure).toMatchObject({ ledgers: [1, 2, 3, 4, 5, 6, 7, 8], retryable: true })
  expect(asked).toHaveLength(8)
})

test('error: more than maxRecords is refused, not cut off', async () => {
  await expect(allAtOneLedger(state(5, [7]).read, { limit: 2, maxRecords: 4 })).rejects.toThrow(ResponseTooLargeError)
  expect(await allAtOneLedger(state(4, [7]).read, { limit: 2, maxRecords: 4 })).toMatchObject({ value: [1, 2, 3, 4] })
})

test('error: a server that leaves the cursor out is not asked for ever', async () => {
  const read = async () => ({ ledger: 7, value: { records: [1, 2], nextCursor: '2' } })
  await expect(allAtOneLedger(read, { limit: 2 })).rejects.toThrow(MalformedBodyError)
})

test('error: bad options are refused before anything is read', async () => {
  const { read, asked } = state(1, [7])
  await expect(allAtOneLedger(read, { limit: 0 })).rejects.toThrow(InvalidOptionError)
  await expect(allAtOneLedger(read, { maxRecords: 0 })).rejects.toThrow(InvalidOptionError)
  expect(asked).toHaveLength(0)
})
