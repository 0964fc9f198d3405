import { renderCompact } from './json.ts'
import type { LedgerMemo } from './ledgerMemo.ts'
import type { ObjectResource, PageResource, Resource } from './route.ts'
import type { StreamEvent, StreamSource } from './sse.ts'

/** Events of object streams (order book, account) before the connection ends. */
const OBJECT_BUDGET = 10

/** Renderings that streams of the same request share; the key stands for the request. */
export type SharedEvents = { readonly key: string; readonly memo: LedgerMemo<readonly StreamEvent[]> }

/** What is new on a stream since it was looked at last: an object that changed, or the records after the last one. */
export function streamSource(resource: Resource, shared: SharedEvents): StreamSource {
  return resource.type === 'object' ? objectSource(resource, shared) : pageSource(resource, shared)
}

function objectSource({ read, isNews, revisions }: ObjectResource, { key, memo }: SharedEvents): StreamSource {
  let last: string | undefined
  let seen: readonly object[] | undefined

  const isSame = (): boolean => {
    const now = revisions?.()
    const before = seen
    seen = now
    return now !== undefined && before !== undefined && now.every((revision, at) => revision === before[at])
  }
  return {
    budget: OBJECT_BUDGET,
    next: () => {
      if (isSame()) return []
      const events = memo.get(key, () => [{ data: renderCompact(read()) }])
      const data = events[0]?.data ?? ''
      if (last !== undefined && isNews?.(last, data) !== true) return []
      last = data
      return events
    },
  }
}

function pageSource(resource: PageResource, { key, memo }: SharedEvents): StreamSource {
  let { paging } = resource
  return {
    budget: paging.limit,
    next: () => {
      const events = memo.get(`${key}@${paging.cursor}`, () =>
        resource.read(paging).map(({ token, body }) => ({ id: token, data: renderCompact(body) })),
      )
      paging = { ...paging, cursor: events.at(-1)?.id ?? paging.cursor }
      return events
    },
  }
}
