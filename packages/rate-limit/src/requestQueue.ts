import { createLane, type Lane } from './lane.ts'
import type { RequestPriority } from './types.ts'

/** Most urgent first. */
export const priorities: readonly RequestPriority[] = ['submission', 'account', 'market', 'background']

/** What a request needs to be granted. */
export type Claim = { readonly priority: RequestPriority; readonly weight: number; readonly needsPermit: boolean }

/** A request that waits. */
export type Waiting = Claim & {
  /** Who asks; within a priority callers take turns. */
  readonly caller: string
  /** Grants it. It has to leave its place in the same step. */
  grant(): void
  refuse(error: Error): void
}

/**
 * Requests that wait: the most urgent priority first, callers in turn within it, first come first served for each caller. Who may not go as
 * things are keeps its place, and is passed.
 */
export type RequestQueue = {
  /** Puts a request at the end of its caller's line. Returns what takes it out again, wherever it stands then; to be called once. */
  add(waiting: Waiting): () => void
  /** Whose turn it is among those who may go. */
  first(): Waiting | undefined
  /** Whether it would be the turn of a request that arrives now. */
  wouldBeFirst(claim: Claim): boolean
  count(priority: RequestPriority): number
  /** How many of this caller wait in a priority, and how many callers do. */
  crowd(priority: RequestPriority, caller: string): { readonly ofCaller: number; readonly callers: number }
  /** What those of a priority cost together, in tokens, who need a permit or who need none. */
  weight(priority: RequestPriority, needsPermit: boolean): number
  /** All who wait, one after the other; each has to leave before the next is read. */
  all(): Generator<Waiting>
}

type MayGo = (claim: Claim) => boolean
type Entry = { readonly waiting: Waiting; readonly arrival: number }
/** With a lane for each claim: of those in a lane all may go or none, so that nobody is searched for behind those who may not. */
type Caller = { readonly lanes: Map<string, Lane<Entry>>; count: number }
type Tally = { count: number; weight: number }
/** Callers are in the order of their turns: a `Map` keeps the order in which they were put in. */
type Line = { readonly callers: Map<string, Caller>; readonly permitted: Tally; readonly plain: Tally }

/**
 * Creates a queue in which nobody waits.
 *
 * @param mayGo - Whether such a request can be granted as things are, tokens aside.
 */
export function createRequestQueue(mayGo: MayGo): RequestQueue {
  const lines = { submission: emptyLine(), account: emptyLine(), market: emptyLine(), background: emptyLine() }
  let arrivals = 0

  const add = (waiting: Waiting): (() => void) => {
    const { priority, weight, needsPermit } = waiting
    const line = lines[priority]
    const tally = tallyOf(line, needsPermit)
    const caller = getOrAdd(line.callers, waiting.caller, emptyCaller)
    const claim = `${needsPermit} ${weight}`
    const lane = getOrAdd(caller.lanes, claim, createLane<Entry>)
    const leaveLane = lane.add({ waiting, arrival: arrivals })
    arrivals += 1
    caller.count += 1
    tally.count += 1
    tally.weight += weight
    return () => {
      const hadTurn = firstOfLine(line, mayGo) === waiting
      leaveLane()
      caller.count -= 1
      tally.count -= 1
      tally.weight -= weight
      if (lane.first() === undefined) caller.lanes.delete(claim)
      // Who had its turn goes behind the other callers, also when it gave up: giving up must gain nothing.
      if (hadTurn || caller.count === 0) line.callers.delete(waiting.caller)
      if (hadTurn && caller.count > 0) line.callers.set(waiting.caller, caller)
    }
  }
  const first = (may: MayGo): Waiting | undefined => {
    for (const priority of priorities) {
      const waiting = firstOfLine(lines[priority], may)
      if (waiting) return waiting
    }
    return undefined
  }
  return {
    add,
    first: () => first(mayGo),
    wouldBeFirst: (claim) => {
      const before = first(mayGo)
      return mayGo(claim) && (!before || priorities.indexOf(claim.priority) < priorities.indexOf(before.priority))
    },
    count: (priority) => lines[priority].plain.count + lines[priority].permitted.count,
    crowd: (priority, caller) => {
      const { callers } = lines[priority]
      return { ofCaller: callers.get(caller)?.count ?? 0, callers: callers.size }
    },
    weight: (priority, needsPermit) => tallyOf(lines[priority], needsPermit).weight,
    all: function* () {
      const anyone = (): boolean => true
      for (let next = first(anyone); next; next = first(anyone)) yield next
    },
  }
}

function firstOfLine({ callers }: Line, mayGo: MayGo): Waiting | undefined {
  for (const caller of callers.values()) {
    const waiting = firstOfCaller(caller, mayGo)
    if (waiting) return waiting
  }
  return undefined
}

function firstOfCaller({ lanes }: Caller, mayGo: MayGo): Waiting | undefined {
  let first: Entry | undefined
  for (const lane of lanes.values()) {
    const entry = lane.first()
    if (entry && mayGo(entry.waiting) && !(first && first.arrival < entry.arrival)) first = entry
  }
  return first?.waiting
}

function tallyOf(line: Line, needsPermit: boolean): Tally {
  return needsPermit ? line.permitted : line.plain
}

function getOrAdd<Value>(map: Map<string, Value>, name: string, create: () => Value): Value {
  const known = map.get(name)
  if (known) return known
  const added = create()
  map.set(name, added)
  return added
}

function emptyLine(): Line {
  return { callers: new Map(), permitted: { count: 0, weight: 0 }, plain: { count: 0, weight: 0 } }
}

function emptyCaller(): Caller {
  return { lanes: new Map(), count: 0 }
}
