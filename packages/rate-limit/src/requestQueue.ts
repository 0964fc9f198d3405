import type { RequestPriority } from './types.ts'

/** Most urgent first. */
export const priorities: readonly RequestPriority[] = ['submission', 'account', 'market', 'background']

/** A request that waits. */
export type Waiting = {
  readonly priority: RequestPriority
  readonly weight: number
  grant(): void
  refuse(error: Error): void
}

/** Requests that wait: the most urgent priority first, first come first served within it. */
export type RequestQueue = {
  /** Puts a request at the end of its priority. Returns what takes it out again, wherever it stands then. */
  add(waiting: Waiting): () => void
  /** Whose turn it is. */
  first(): Waiting | undefined
  /** Whether someone waits whose turn comes before that of a request which arrives now. */
  hasBefore(priority: RequestPriority): boolean
  count(priority: RequestPriority): number
  /** What all that wait cost together, in tokens. */
  weight(): number
}

/** A place in a ring of places: leaving from the middle, which an abort does, costs as little as from the front. */
type Place = { next: Place; previous: Place; readonly waiting: Waiting | undefined }

/** An empty queue. */
export function createRequestQueue(): RequestQueue {
  const lines = priorities.map((priority) => ({ priority, end: emptyRing(), count: 0 }))
  const lineOf = new Map(lines.map((line) => [line.priority, line]))
  let weight = 0

  const add = (waiting: Waiting): (() => void) => {
    const line = lineOf.get(waiting.priority)
    if (line === undefined) return () => {}
    const place: Place = { waiting, next: line.end, previous: line.end.previous }
    line.end.previous.next = place
    line.end.previous = place
    line.count += 1
    weight += waiting.weight
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      place.previous.next = place.next
      place.next.previous = place.previous
      line.count -= 1
      weight -= waiting.weight
    }
  }
  return {
    add,
    first: () => lines.find((line) => line.count > 0)?.end.next.waiting,
    hasBefore: (priority) => {
      for (const line of lines) {
        if (line.count > 0) return true
        if (line.priority === priority) return false
      }
      return false
    },
    count: (priority) => lineOf.get(priority)?.count ?? 0,
    weight: () => weight,
  }
}

/** One place without a request, which is the end and leads to the beginning. */
function emptyRing(): Place {
  const end = { waiting: undefined } as Place
  end.next = end
  end.previous = end
  return end
}
