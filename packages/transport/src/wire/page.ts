import type { Page } from '../types/requests.ts'
import { inside, list, object, text } from './fields.ts'
import { createSeen, type Seen } from './seen.ts'

/** Reads one record of a collection; `seen` is of the page. */
export type ReadRecord<Item> = (record: unknown, seen: Seen) => Item

/** A collection. Its end is a page without records, whose `next` leads to itself. */
export function parsePage<Item>(body: unknown, read: ReadRecord<Item>): Page<Item> {
  return { records: parseRecords(body, read), nextCursor: lastToken(body) }
}

/** A list that has no further pages, such as paths. */
export function parseRecords<Item>(body: unknown, read: ReadRecord<Item>): readonly Item[] {
  const embedded = object(object(body)['_embedded'], '_embedded')
  const seen: Seen = createSeen()
  return list(embedded['records'], '_embedded.records', (record) => read(record, seen))
}

function lastToken(body: unknown): string | undefined {
  const { records } = object(object(body)['_embedded'], '_embedded')
  if (!Array.isArray(records) || records.length === 0) return undefined
  const path = `_embedded.records[${records.length - 1}]`
  return inside(path, () => text(object(records.at(-1))['paging_token'], 'paging_token'))
}
