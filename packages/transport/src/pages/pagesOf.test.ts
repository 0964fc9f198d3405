import { AbortedError, InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { MalformedBodyError } from '../errors.ts'
import type { Page } from '../types/requests.ts'
import { type PageRequest, pagesOf, recordsOf } from './pagesOf.ts'

/** A collection of the numbers from 1 to `count`. */
function collection(count: number) {
  const asked: PageRequest[] = []
  const read = async (page: PageRequest): Promise<Page<number>> => {
    asked.push(page)
    page.signal?.throwIfAborted()
    const after = Number(page.cursor ?? 0)
    const records = Array.from({ length: Math.min(page.limit ?? 0, count - after) }, (_, index) => after + index + 1)
    return { records, nextCursor: records.length === 0 ? undefined : String(records.at(-1)) }
  }
  return { read, asked }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

test('behavior: every record comes once and in order, and a short page is the end', async () => {
  const { read, asked } = collection(7)
  expect(await all(recordsOf(read, { limit: 3 }))).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, '3', '6'])
})

test('behavior: after a full last page the empty one is the end', async () => {
  const { read, asked } = collection(4)
  expect((await all(pagesOf(read, { limit: 2 }))).map(({ records }) => records)).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(asked).toHaveLength(3)
})

test('behavior: where pages may be short anywhere, only the empty one is the end', async () => {
  const pages = new Map([
    [undefined, { records: [1], nextCursor: '1' }],
    ['1', { records: [2, 3], nextCursor: '3' }],
  ])
  const read = async ({ cursor }: PageRequest) => pages.get(cursor) ?? { records: [], nextCursor: undefined }
  expect(await all(recordsOf(read, { endsAt: 'empty' }))).toEqual([1, 2, 3])
  expect(await all(recordsOf(read))).toEqual([1])
})

test('behavior: pages of state are walked through like those of history', async () => {
  const { read } = collection(3)
  const state = async (page: PageRequest) => ({ ledger: 5, value: await read(page) })
  expect(await all(recordsOf(state, { limit: 2 }))).toEqual([1, 2, 3])
})

test('behavior: maxRecords ends the walk, and the last page is asked for no more than that', async () => {
  const { read, asked } = collection(100)
  expect(await all(recordsOf(read, { limit: 3, maxRecords: 5 }))).toEqual([1, 2, 3, 4, 5])
  expect(asked.map(({ limit }) => limit)).toEqual([3, 2])
})

test('behavior: one page ahead of the consumer is read, and no other', async () => {
  const { read, asked } = collection(100)
  const pages = pagesOf(read, { limit: 10 })
  expect(asked).toHaveLength(0)
  await pages.next()
  await new Promise((resolve) => setImmediate(resolve))
  expect(asked).toHaveLength(2)
  await pages.next()
  expect(asked).toHaveLength(3)
  await pages.return()
})

test('behavior: leaving the loop ends the request under way', async () => {
  const { read, asked } = collection(100)
  for await (const record of recordsOf(read, { limit: 10 })) if (record === 1) break
  expect(asked.at(-1)?.signal?.aborted).toBe(true)
})

test('error: an abort ends the walk with a typed error, also with a page at hand', async () => {
  const { read } = collection(100)
  const abort = new AbortController()
  const records = recordsOf(read, { limit: 10, signal: abort.signal })
  const seen: number[] = []
  const walk = async () => {
    for await (const record of records) {
      seen.push(record)
      if (record === 10) abort.abort()
    }
  }
  await expect(walk()).rejects.toThrow(AbortedError)
  expect(seen).toHaveLength(10)
})

test('error: a failed page ends the walk after the records before it, with its own error', async () => {
  const { read } = collection(100)
  const failure = new Error('gone')
  const flaky = async (page: PageRequest) => (page.cursor === '2' ? Promise.reject(failure) : read(page))
  const seen: number[] = []
  const walk = async () => {
    for await (const record of recordsOf(flaky, { limit: 2 })) seen.push(record)
  }
  await expect(walk()).rejects.toBe(failure)
  expect(seen).toEqual([1, 2])
})

test('error: a server that leaves the cursor out is not asked for ever', async () => {
  const read = async () => ({ records: [1, 2], nextCursor: '2' })
  await expect(all(recordsOf(read, { limit: 2 }))).rejects.toThrow(MalformedBodyError)
})

test.each([{ limit: 0 }, { limit: 201 }, { limit: 1.5 }, { maxRecords: 0 }, { maxRecords: Number.NaN }])(
  'error: %o is refused before anything is read',
  (options) => {
    const { read, asked } = collection(1)
    expect(() => pagesOf(read, options)).toThrow(InvalidOptionError)
    expect(() => recordsOf(read, options)).toThrow(InvalidOptionError)
    expect(asked).toHaveLength(0)
  },
)
