import type { RequestPriority } from './types.ts'

/** Most urgent first. */
export const priorities: readonly RequestPriority[] = ['submission', 'account', 'market', 'background']

/** A request that waits. */
export type Waiting = {
  readonly priority: RequestPriority
  readonly weight: number
  /** Who asks; within a priority callers take turns. */
  readonly caller: string
  /** Grants it. It has to leave its place in the same step. */
  grant(): void
  refuse(error: Error): void
}

/** Requests that wait: the most urgent priority first, callers in turn within it, first come first served for each caller. */
export type RequestQueue<Entry extends Waiting = Waiting> = {
  /** Puts a request at the end of its caller's line. Returns what takes it out again, wherever it stands then. */
  add(waiting: Entry): () => void
  /** Whose turn it is. */
  first(): Entry | undefined
  /** Whether someone waits whose turn comes before that of a request which arrives now. */
  hasBefore(priority: RequestPriority): boolean
  count(priority: RequestPriority): number
  /** How many of this caller wait in a priority. */
  countOf(priority: RequestPriority, caller: string): number
  /** Names of those who wait in a priority. */
  callers(priority: RequestPriority): Pick<ReadonlySet<string>, 'size' | 'has' | 'keys'>
  /** What all of a priority that wait cost together, in tokens. */
  weight(priority: RequestPriority): number
}

/** A place in a ring of places: leaving from the middle, which an abort does, costs as little as from the front. */
type Place<Entry> = { next: Place<Entry>; previous: Place<Entry>; readonly waiting: Entry | undefined }
type CallerLine<Entry> = { readonly caller: string; readonly end: Place<Entry>; count: number }
/** Callers in the order of their turns: a `Map` keeps the order in which they were put in. */
type PriorityLine<Entry> = {
  readonly priority: RequestPriority
  readonly callers: Map<string, CallerLine<Entry>>
  turn: CallerLine<Entry> | undefined
  count: number
  weight: number
}

/** Creates a queue in which nobody waits. */
export function createRequestQueue<Entry extends Waiting>(): RequestQueue<Entry> {
  const lines = priorities.map((priority) => emptyLine<Entry>(priority))
  const lineOf = new Map(lines.map((line) => [line.priority, line]))

  const add = (waiting: Entry): (() => void) => {
    const line = lineOf.get(waiting.priority)
    if (line === undefined) return () => {}
    const callerLine = lineOfCaller(line, waiting.caller)
    const { end } = callerLine
    const place: Place<Entry> = { waiting, next: end, previous: end.previous }
    end.previous.next = place
    end.previous = place
    callerLine.count += 1
    line.count += 1
    line.weight += waiting.weight
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      const wasFirst = line.turn === callerLine && end.next === place
      place.previous.next = place.next
      place.next.previous = place.previous
      callerLine.count -= 1
      line.count -= 1
      line.weight -= waiting.weight
      if (wasFirst || callerLine.count === 0) passTurn(line, callerLine)
    }
  }
  return {
    add,
    first: () => lines.find((line) => line.count > 0)?.turn?.end.next.waiting,
    hasBefore: (priority) => {
      for (const line of lines) {
        if (line.count > 0) return true
        if (line.priority === priority) return false
      }
      return false
    },
    count: (priority) => lineOf.get(priority)?.count ?? 0,
    countOf: (priority, caller) => lineOf.get(priority)?.callers.get(caller)?.count ?? 0,
    callers: (priority) => lineOf.get(priority)?.callers ?? new Set(),
    weight: (priority) => lineOf.get(priority)?.weight ?? 0,
  }
}

function lineOfCaller<Entry>(line: PriorityLine<Entry>, caller: string): CallerLine<Entry> {
  const known = line.callers.get(caller)
  if (known) return known
  const added = { caller, end: emptyRing<Entry>(), count: 0 }
  line.callers.set(caller, added)
  line.turn ??= added
  return added
}

/** Who was first and left goes behind the other callers, also when it gave up: giving up must gain nothing. */
function passTurn<Entry>(line: PriorityLine<Entry>, callerLine: CallerLine<Entry>): void {
  const { callers } = line
  if (callerLine.count > 0 && callers.size === 1) return
  callers.delete(callerLine.caller)
  if (callerLine.count > 0) callers.set(callerLine.caller, callerLine)
  if (line.turn === callerLine) line.turn = callers.values().next().value
}

function emptyLine<Entry>(priority: RequestPriority): PriorityLine<Entry> {
  return { priority, callers: new Map(), turn: undefined, count: 0, weight: 0 }
}

/** One place without a request, which is the end and leads to the beginning. */
function emptyRing<Entry>(): Place<Entry> {
  const end = { waiting: undefined } as Place<Entry>
  end.next = end
  end.previous = end
  return end
}
