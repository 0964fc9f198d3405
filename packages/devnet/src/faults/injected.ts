import type { Random } from '@sdex/primitives'
import type { ConditionFault, EventFault, Fault, RequestFault } from './fault.ts'
import type { FaultedRequest } from './matchRequest.ts'

/** A fault from its injection on. */
export type Injected = {
  readonly id: number
  readonly fault: Fault
  readonly sinceMs: number
  readonly random: Random
  readonly isHit: (request: FaultedRequest) => boolean
  hits: number
  /** The ledger at which an event happened last: once a ledger at most. */
  happenedAt?: number
}

export type Of<Kind> = Injected & { readonly fault: Fault & Kind }

/** The last closed ledger, and what the clock shows. */
export type Moment = { readonly ledger: number; readonly ms: number }

export const CONDITIONS = [
  'refusedConnections',
  'backends',
  'ingestionLag',
  'stalledLedgers',
  'hurriedLedgers',
  'emptyLedgers',
] as const
const EVENTS = ['networkReset', 'opaqueTransaction'] as const

export function isEvent(one: Injected): one is Of<EventFault> {
  return (EVENTS as readonly string[]).includes(one.fault.type)
}

export function isCondition(one: Injected): one is Of<ConditionFault> {
  return (CONDITIONS as readonly string[]).includes(one.fault.type)
}

export function isOnRequests(one: Injected): one is Of<RequestFault> {
  return !isEvent(one) && !isCondition(one)
}

/** Whether a moment lies between a fault's beginning and its end. */
export function isInForce({ fault: { match = {} }, sinceMs }: Injected, now: Moment): boolean {
  const { fromLedger = 0, untilLedger = Number.POSITIVE_INFINITY } = match
  const { afterMs = 0, forMs = Number.POSITIVE_INFINITY } = match
  const ageMs = now.ms - sinceMs - afterMs
  return now.ledger >= fromLedger && now.ledger <= untilLedger && ageMs >= 0 && ageMs < forMs
}

/** Whether a fault will never be in force again. */
export function isOver(one: Injected, now: Moment): boolean {
  const { match = {} } = one.fault
  const { times = isEvent(one) ? 1 : Number.POSITIVE_INFINITY, untilLedger, afterMs = 0, forMs } = match
  const isPast = forMs !== undefined && now.ms >= one.sinceMs + afterMs + forMs
  return one.hits >= times || isPast || (untilLedger !== undefined && now.ledger > untilLedger)
}

/** The next moment at which the clock lets a fault begin or end, in milliseconds; undefined: none. */
export function nextTurn(injected: readonly Injected[], nowMs: number): number | undefined {
  let next = Number.POSITIVE_INFINITY
  for (const { fault, sinceMs } of injected) {
    const { afterMs = 0, forMs = Number.POSITIVE_INFINITY } = fault.match ?? {}
    const beginsMs = sinceMs + afterMs
    for (const turnMs of [beginsMs, beginsMs + forMs]) if (turnMs > nowMs) next = Math.min(next, turnMs)
  }
  return Number.isFinite(next) ? next : undefined
}
