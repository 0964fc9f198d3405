import type { IncomingMessage } from 'node:http'
import { type CancelTimer, type Clock, InvalidOptionError, type Random, seededRandom } from '@sdex/primitives'
import type { Misfortune } from '../backends/createFront.ts'
import { type ConditionEffects, createConditions } from './createConditions.ts'
import { createScenarios } from './createScenarios.ts'
import type { EventFault, Fault, InjectedFault, RequestFault, ScenarioStep } from './fault.ts'
import { checkFault, checkScenario, MAX_FAULTS } from './faultSchema.ts'
import { type Injected, isEvent, isInForce, isOnRequests, isOver, type Moment, nextTurn, type Of } from './injected.ts'
import { type FaultedRequest, faultedRequest, requestMatcher } from './matchRequest.ts'
import { misfortuneOf } from './misfortune.ts'
import { blowOf, concerns } from './requestFaults.ts'

/** What conditions and events act upon. */
export type FaultEffects = ConditionEffects & {
  readonly happen: (fault: EventFault, random: Random) => void
}

/** A fault or a scenario that was begun. */
export type Injection = {
  /** A fault's is the one that the list shows. */
  readonly id: string
  /** Without effect once it is over. */
  remove(): void
}

/** What goes wrong on demand, with the side that the network sees. */
export type FaultEngine = {
  /** @throws InvalidOptionError for a fault that means nothing, or one too many. */
  inject(fault: Fault): Injection
  /** @throws InvalidOptionError for a step that means nothing, or one too many. */
  play(scenario: readonly ScenarioStep[]): Injection
  /** Ends a fault or a scenario. @returns Whether there was one that is not over. */
  remove(id: string): boolean
  clear(): void
  list(): readonly InjectedFault[]
  /** What lies before a request; undefined: nothing. */
  misfortune(request: IncomingMessage): Misfortune | undefined
  /** Call after each close. */
  ledgerClosed(): void
  close(): void
}

export type FaultOptions = {
  readonly seed: number | string
  readonly clock: Clock
  /** The last closed ledger. */
  readonly latestLedger: () => number
  readonly effects: FaultEffects
  /** Told once when a fault is injected and once when it is over, however it ends. */
  readonly onChange: (change: 'faultInjected' | 'faultRemoved', fault: Pick<InjectedFault, 'id' | 'fault'>) => void
}

/** Makes an engine without faults. */
export function createFaults({ seed, clock, latestLedger, effects, onChange }: FaultOptions): FaultEngine {
  let injected: readonly Injected[] = []
  /** The ones that requests have to be held against; empty as a rule. */
  let onRequests: readonly Of<RequestFault>[] = []
  const conditions = createConditions(effects)
  let faultCount = 0
  let cancelRefresh: CancelTimer | undefined

  const letHappen = (one: Of<EventFault>, nowMs: number): void => {
    const now = { ledger: latestLedger(), ms: nowMs } // an event before it may have changed the ledger
    if (isOver(one, now) || !isInForce(one, now) || one.happenedAt === now.ledger) return
    one.hits += 1
    one.happenedAt = now.ledger
    effects.happen(one.fault, one.random)
  }
  /** Brings everything up to the present: what is over goes, conditions begin and end, events happen. */
  const refresh = (): void => {
    // One present for all of it: what were to end between two looks at the clock would neither end nor get a timer.
    const nowMs = clock.now()
    for (const one of injected.filter(isEvent)) letHappen(one, nowMs)
    const now: Moment = { ledger: latestLedger(), ms: nowMs }
    const over = injected.filter((one) => isOver(one, now))
    injected = injected.filter((one) => !isOver(one, now))
    onRequests = injected.filter(isOnRequests)
    conditions.settle(injected.filter((one) => isInForce(one, now)))
    scenarios.forget(injected)
    scheduleRefresh(nowMs)
    for (const one of over) onChange('faultRemoved', one)
  }
  /** The next moment at which a fault begins or ends by itself. */
  const scheduleRefresh = (nowMs: number): void => {
    cancelRefresh?.()
    const nextMs = nextTurn(injected, nowMs)
    cancelRefresh = nextMs === undefined ? undefined : clock.setTimer(refresh, nextMs - nowMs)
  }
  const checkRoom = (count: number): void => {
    if (injected.length + scenarios.left + count > MAX_FAULTS) throw tooManyFaults()
  }
  const add = (fault: Fault): Injected => {
    const id = ++faultCount
    const random = seededRandom(`${seed}/fault/${id}`)
    const one = { id, fault, sinceMs: clock.now(), random, isHit: requestMatcher(fault.match ?? {}), hits: 0 }
    injected = [...injected, one]
    onChange('faultInjected', one)
    refresh()
    return one
  }
  const scenarios = createScenarios({ clock, latestLedger, add })
  const drop = (isGone: (one: Injected) => boolean): boolean => {
    const gone = injected.filter(isGone)
    if (gone.length === 0) return false
    injected = injected.filter((one) => !isGone(one))
    refresh()
    for (const one of gone) onChange('faultRemoved', one)
    return true
  }
  const inject = (fault: Fault): Injection => {
    const checked = structuredClone(checkFault(fault))
    checkRoom(1)
    const { id } = add(checked)
    return { id: String(id), remove: () => void remove(String(id)) }
  }
  const play = (steps: readonly ScenarioStep[]): Injection => {
    const checked = checkScenario(steps)
    checkRoom(checked.length)
    const id = scenarios.play(checked)
    scenarios.forget(injected)
    return { id, remove: () => void remove(id) }
  }
  const remove = (id: string): boolean => {
    const ofScenario = scenarios.stop(id)
    if (ofScenario === undefined) return drop((one) => String(one.id) === id)
    drop((one) => ofScenario.has(one))
    return true
  }
  const misfortune = (request: IncomingMessage): Misfortune | undefined => {
    if (onRequests.length === 0) return undefined
    const seen = faultedRequest(request)
    const now: Moment = { ledger: latestLedger(), ms: clock.now() }
    const isDue = (one: Injected): boolean => isInForce(one, now) && !isOver(one, now)
    const struck = onRequests.filter((one) => strikes(one, seen) && isDue(one) && hasLuckOut(one))
    if (struck.length === 0) return undefined
    const blows = struck.map((one) => {
      one.hits += 1
      return blowOf(one.fault, one.random)
    })
    if (struck.some((one) => isOver(one, now))) refresh()
    return misfortuneOf(blows, clock)
  }
  return {
    inject,
    play,
    remove,
    clear: () => {
      scenarios.stopAll()
      drop(() => true)
    },
    list: () => injected.map(({ id, fault, hits }) => ({ id, fault, hits })),
    misfortune,
    ledgerClosed: () => {
      scenarios.look()
      if (injected.length > 0) refresh()
    },
    close: () => {
      // What a condition acts upon is closed with the network: ending it would bring a listener back.
      scenarios.stopAll()
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

function tooManyFaults(): InvalidOptionError {
  return new InvalidOptionError({
    message: `There cannot be more than ${MAX_FAULTS} faults, steps to come included.`,
    remedy: 'Remove some, or give them an end.',
  })
}
