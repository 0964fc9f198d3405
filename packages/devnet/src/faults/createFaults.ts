import type { IncomingMessage } from 'node:http'
import { type CancelTimer, type Clock, type Random, seededRandom } from '@sdex/primitives'
import type { Misfortune } from '../backends/createFront.ts'
import type { ConditionFault, EventFault, Fault, InjectedFault, RequestFault, ScenarioStep } from './fault.ts'
import { checkFault, checkScenario } from './faultSchema.ts'
import { type FaultedRequest, faultedRequest, requestMatcher } from './matchRequest.ts'
import { misfortuneOf } from './misfortune.ts'
import { blowOf, concerns } from './requestFaults.ts'
import { createScenario, type Scenario } from './scenario.ts'

/** Faults on demand. The same seed, the same faults and the same requests in the same order give the same course of events. */
export type Faults = {
  /**
   * Lets something go wrong from now on.
   *
   * @returns Ends it; without effect once it is over.
   * @throws InvalidOptionError for a fault that means nothing.
   * @example
   * ```ts
   * const remove = net.faults.inject({ type: 'failure', slug: 'stale_history', match: { path: '/order_book', times: 3 } })
   * ```
   */
  inject(fault: Fault): () => void
  /**
   * Lets things go wrong over time. A scenario may be played several times, and several at once.
   *
   * @returns Ends it, with what it has injected so far.
   * @throws InvalidOptionError for a step that means nothing; nothing of the scenario happens then.
   * @example
   * ```ts
   * net.faults.play([
   *   { atMs: 5_000, fault: { type: 'refusedConnections', match: { forMs: 3_000 } } },
   *   { atLedger: 40, fault: { type: 'ingestionLag', lagLedgers: 3 } },
   * ])
   * ```
   */
  play(scenario: readonly ScenarioStep[]): () => void
  /** Ends every fault and every scenario. */
  clear(): void
  /** What is injected and not over, oldest first. */
  list(): readonly InjectedFault[]
}

/** What conditions and events act upon. */
export type FaultEffects = {
  /** Puts the condition in force, in the place of another of its type; `random` is its own source of chance. */
  readonly begin: (fault: ConditionFault, random: Random) => void
  /** Nothing of that type holds any longer. */
  readonly end: (type: ConditionFault['type']) => void
  readonly happen: (fault: EventFault, random: Random) => void
}

/** Faults with the side that the network sees. */
export type FaultEngine = Faults & {
  /** What lies before a request; undefined: nothing. */
  misfortune(request: IncomingMessage): Misfortune | undefined
  /** Call after each close. */
  ledgerClosed(): void
  close(): void
}

type Injected = {
  readonly id: number
  readonly fault: Fault
  readonly sinceMs: number
  readonly random: Random
  readonly isHit: (request: FaultedRequest) => boolean
  hits: number
  /** The ledger at which an event happened last: once a ledger at most. */
  happenedAt?: number
}

type Of<Kind> = Injected & { readonly fault: Kind }

const CONDITIONS = [
  'refusedConnections',
  'backends',
  'ingestionLag',
  'stalledLedgers',
  'hurriedLedgers',
  'emptyLedgers',
] as const
const EVENTS = ['networkReset', 'opaqueTransaction'] as const

/** Makes an engine without faults. */
export function createFaults(options: {
  readonly seed: number | string
  readonly clock: Clock
  /** The last closed ledger. */
  readonly latestLedger: () => number
  readonly effects: FaultEffects
}): FaultEngine {
  const { seed, clock, latestLedger, effects } = options
  let injected: readonly Injected[] = []
  /** The ones that requests have to be held against; empty as a rule. */
  let onRequests: readonly Of<RequestFault>[] = []
  const inForce = new Map<ConditionFault['type'], Injected>()
  const scenarios = new Set<Scenario<Injected>>()
  let nextId = 1
  let cancelRefresh: CancelTimer | undefined

  const isInForce = ({ fault: { match = {} }, sinceMs }: Injected, nowMs: number): boolean => {
    const {
      fromLedger = 0,
      untilLedger = Number.POSITIVE_INFINITY,
      afterMs = 0,
      forMs = Number.POSITIVE_INFINITY,
    } = match
    const [ledger, ageMs] = [latestLedger(), nowMs - sinceMs - afterMs]
    return ledger >= fromLedger && ledger <= untilLedger && ageMs >= 0 && ageMs < forMs
  }
  const isOver = ({ fault, sinceMs, hits }: Injected, nowMs: number): boolean => {
    const { times = isEvent(fault) ? 1 : Number.POSITIVE_INFINITY, untilLedger, afterMs = 0, forMs } = fault.match ?? {}
    const isPast = forMs !== undefined && nowMs >= sinceMs + afterMs + forMs
    return hits >= times || isPast || (untilLedger !== undefined && latestLedger() > untilLedger)
  }
  /** Brings everything up to the present: what is over goes, conditions begin and end, events happen. */
  const refresh = (): void => {
    // One present for all of it: what were to end between two looks at the clock would neither end nor get a timer.
    const nowMs = clock.now()
    for (const one of injected) {
      if (!isEvent(one.fault) || isOver(one, nowMs) || !isInForce(one, nowMs)) continue
      if (one.happenedAt === latestLedger()) continue
      one.hits += 1
      one.happenedAt = latestLedger()
      effects.happen(one.fault, one.random)
    }
    injected = injected.filter((one) => !isOver(one, nowMs))
    onRequests = injected.filter(isOnRequests)
    for (const type of CONDITIONS) {
      const last = injected.findLast((one) => one.fault.type === type && isInForce(one, nowMs))
      if (last === inForce.get(type)) continue
      if (last === undefined) {
        inForce.delete(type)
        effects.end(type)
      } else {
        inForce.set(type, last)
        effects.begin(last.fault as ConditionFault, last.random)
      }
    }
    scheduleRefresh(nowMs)
  }
  /** The next moment at which a fault begins or ends by itself. */
  const scheduleRefresh = (nowMs: number): void => {
    cancelRefresh?.()
    const turns = injected.flatMap(({ fault: { match = {} }, sinceMs }) => {
      const { afterMs = 0, forMs } = match
      return [sinceMs + afterMs, ...(forMs === undefined ? [] : [sinceMs + afterMs + forMs])]
    })
    const next = Math.min(...turns.filter((turnMs) => turnMs > nowMs))
    cancelRefresh = Number.isFinite(next) ? clock.setTimer(refresh, next - nowMs) : undefined
  }
  const remove = (gone: ReadonlySet<Injected>): void => {
    const before = injected.length
    injected = injected.filter((one) => !gone.has(one))
    if (injected.length < before) refresh()
  }
  const add = (fault: Fault): Injected => {
    const id = nextId
    nextId += 1
    const random = seededRandom(`${seed}/fault/${id}`)
    const one = { id, fault, sinceMs: clock.now(), random, isHit: requestMatcher(fault.match ?? {}), hits: 0 }
    injected = [...injected, one]
    refresh()
    return one
  }
  const misfortune = (request: IncomingMessage): Misfortune | undefined => {
    if (onRequests.length === 0) return undefined
    const seen = faultedRequest(request)
    const nowMs = clock.now()
    const isDue = (one: Injected): boolean => isInForce(one, nowMs) && !isOver(one, nowMs)
    const struck = onRequests.filter((one) => strikes(one, seen) && isDue(one) && hasLuckOut(one))
    if (struck.length === 0) return undefined
    const blows = struck.map((one) => {
      one.hits += 1
      return blowOf(one.fault, one.random)
    })
    if (struck.some((one) => isOver(one, nowMs))) refresh()
    return misfortuneOf(blows, clock)
  }
  const play = (steps: readonly ScenarioStep[]): (() => void) => {
    const scenario = createScenario(checkScenario(steps), { clock, latestLedger, add })
    scenarios.add(scenario)
    scenario.look()
    return () => {
      scenario.stop()
      scenarios.delete(scenario)
      remove(scenario.injected)
    }
  }
  const clear = (): void => {
    for (const scenario of scenarios) scenario.stop()
    scenarios.clear()
    injected = []
    refresh()
  }
  return {
    inject: (fault) => {
      const one = add(structuredClone(checkFault(fault)))
      return () => remove(new Set([one]))
    },
    play,
    clear,
    list: () => injected.map(({ id, fault, hits }) => ({ id, fault, hits })),
    misfortune,
    ledgerClosed: () => {
      for (const scenario of scenarios) {
        scenario.look()
        if (scenario.isDone()) scenarios.delete(scenario)
      }
      if (injected.length > 0) refresh()
    },
    close: () => {
      // What a condition acts upon is closed with the network: ending it would bring a listener back.
      for (const scenario of scenarios) scenario.stop()
      cancelRefresh?.()
    },
  }
}

function strikes({ fault, isHit }: Of<RequestFault>, request: FaultedRequest): boolean {
  return isHit(request) && concerns(fault, request)
}

/** Chance is asked only where a fault would hit, so that other requests do not move it. */
function hasLuckOut({ fault: { match }, random }: Injected): boolean {
  const { probability = 1 } = match ?? {}
  return probability >= 1 || random() < probability
}

function isEvent(fault: Fault): fault is Fault & EventFault {
  return (EVENTS as readonly string[]).includes(fault.type)
}

function isOnRequests(one: Injected): one is Of<RequestFault & Fault> {
  return !isEvent(one.fault) && !(CONDITIONS as readonly string[]).includes(one.fault.type)
}
