import type { Clock, Random } from '@sdex/primitives'

/** A circuit breaker: opens after failures in a row, and lets one probe through when its time is over. */
export type Breaker = {
  answered(): void
  failed(error: unknown): void
  /** A request goes to it. While it is down that is the probe, and no other goes until the probe ended or took too long. */
  enter(): void
  /** A request ended and told nothing. If it was the probe, the next request is one. */
  leave(): void
  /** Whether the circuit is closed, or a probe is due. Asking changes nothing. */
  readonly isAllowed: boolean
  readonly isDown: boolean
  /** Why it is down. */
  readonly fault: unknown
  /** How often it went down. */
  readonly outages: number
}

/** Failures in a row after which the circuit opens. */
const MAX_FAILURES = 3
/** For how long it stays open at first, and at most: a trader wants to be back within two ledgers of the server. */
const OPEN_MS = { first: 1_000, longest: 8_000 }

/** Creates a breaker of a server that is well. */
export function createBreaker({ clock, random }: { readonly clock: Clock; readonly random: Random }): Breaker {
  let [failures, outages, openMs] = [0, 0, 0]
  let openUntilMs: number | undefined // the circuit is open until then; a probe is due after it
  let isProbing = false
  let fault: unknown

  const isDue = (): boolean => openUntilMs !== undefined && clock.now() >= openUntilMs
  const open = (): void => {
    openMs = openMs === 0 ? OPEN_MS.first : Math.min(OPEN_MS.longest, openMs * 2)
    openUntilMs = clock.now() + openMs * (0.5 + random() / 2)
    isProbing = false
  }
  return {
    answered: () => {
      ;[failures, openMs, openUntilMs, fault, isProbing] = [0, 0, undefined, undefined, false]
    },
    failed: (error) => {
      failures += 1
      fault = error
      if (openUntilMs === undefined) {
        if (failures < MAX_FAILURES) return
        outages += 1
        open()
      } else if (isProbing || isDue()) {
        open() // what was sent before, and fails only now, tells nothing new
      }
    },
    enter: () => {
      if (openUntilMs === undefined) return
      openUntilMs = clock.now() + OPEN_MS.longest
      isProbing = true
    },
    leave: () => {
      if (!isProbing) return
      ;[openUntilMs, isProbing] = [clock.now(), false]
    },
    get isAllowed() {
      return openUntilMs === undefined || isDue()
    },
    get isDown() {
      return openUntilMs !== undefined
    },
    get fault() {
      return fault
    },
    get outages() {
      return outages
    },
  }
}
