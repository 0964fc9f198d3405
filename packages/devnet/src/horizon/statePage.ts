import type { Listing } from '../stateIndex/listing.ts'
import type { PageRecord, Paging } from './paging.ts'

/** A page of what a listing has beyond a key: as many records as asked for, whatever the listing's length. */
export function readListing<Key>(
  listing: Listing<Key>,
  { order, limit }: Pick<Paging, 'order' | 'limit'>,
  { past, render }: { readonly past: Key | undefined; readonly render: (key: Key) => PageRecord | undefined },
): readonly PageRecord[] {
  const records: PageRecord[] = []
  for (const key of listing.walk(order, past)) {
    const record = render(key)
    if (record !== undefined) records.push(record)
    if (records.length === limit) break
  }
  return records
}

/** The place of a cursor that is a key itself, such as an account's or a pool's id. */
export function textCursor({ cursor }: Pick<Paging, 'cursor'>): string | undefined {
  return cursor === '' ? undefined : cursor
}
