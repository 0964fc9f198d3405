import type { Page } from '../types/requests.ts'
import { listOf, member, object, text } from './fields.ts'

/** A collection. Its end is a page without records, whose `next` leads to itself. */
export function parsePage<Item>(body: unknown, read: (record: unknown) => Item): Page<Item> {
  return member(object(body), '_embedded', (value) => {
    const embedded = object(value)
    const records = member(embedded, 'records', listOf(read))
    return { records, nextCursor: member(embedded, 'records', lastToken) }
  })
}

function lastToken(records: unknown): string | undefined {
  const last: unknown = Array.isArray(records) ? records.at(-1) : undefined
  return last === undefined ? undefined : member(object(last), 'paging_token', text)
}
