import type { Clock, Random } from '@sdex/primitives'

/** How one server has done lately, and whether requests may go to it. */
export type Health = {
  /** Any answer proves that the server is there; a 5xx still counts against it. */
  answered(answer: { readonly isGood: boolean; readonly latencyMs: number }): void
  /** No answer: nobody listened, the connection broke, the time was up. */
  failed(error: unknown): void
  /** Puts others before it for a while: it refused for its budget, or a stream went wrong there. */
  demote(): void
  /** It named the time before which it wants no request. */
  hold(forMs: number): void
  /**
   * Told of a ledger that its state or history has reached, while `newest` is the newest one known of any server.
   *
   * @param isItsNewest - Whether it has no later one, or is only known to have that one.
   */
  sawLedger(sequence: number, newest: number, isItsNewest: boolean): void
  /** 0 before the first. */
  readonly latestLedger: number
  /** Ledgers that it was behind the newest one when it was heard of last: later on only others may have been asked. */
  readonly lagLedgers: number
  /** When it was heard of last how far it is; 0 before the first time. */
  readonly toldMs: number
  /** Milliseconds until a head came, on average of late; `undefined` before the first. */
  readonly latencyMs: number | undefined
  /** Share of requests that went wrong, of late, 0 to 1, to the thousandth. */
  readonly errorRateFloat: number
  readonly isDemoted: boolean
  /** Milliseconds until it wants requests; 0 while it named no time. */
  readonly heldMs: number
  /** Whether the circuit is closed, or a probe is due. Asking changes nothing. */
  readonly isAllowed: boolean
  readonly isDown: boolean
  /** Why it is down. */
  readonly fault: unknown
  /** How often it went down. */
  readonly outages: number
  /** A request goes to it. While it is down that is the probe, and no other goes until the probe ended or took too long. */
  enter(): void
  /** A request ended and told nothing. If it was the probe, the next request is one. */
  leave(): void
}

/** Failures in a row after which the circuit opens. */
const MAX_FAILURES = 3
/** For how long it stays open at first, and at most: a trader wants to be back within two ledgers of the server. */
const OPEN_MS = { first: 1_000, longest: 8_000 }
const DEMOTED_MS = 10_000
/** A budget of Horizon's refills within an hour: a longer `Retry-After` is cut to that. */
const MAX_HELD_MS = 3_600_000
/** Weight of the newest request in the averages. */
const NEWEST = 0.2

/** Creates the health record of a server that was not asked yet. */
export function createHealth({ clock, random }: { readonly clock: Clock; readonly random: Random }): Health {
  let [latestLedger, lagLedgers, toldMs] = [0, 0, 0]
  let errorRate = 0
  let latencyMs: number | undefined
  let [failures, outages] = [0, 0]
  let [demotedUntilMs, heldUntilMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let openUntilMs: number | undefined // the circuit is open until then; a probe is due after it
  let openMs = 0
  let isProbing = false
  let fault: unknown

  const heldMs = (): number => Math.max(0, Math.min(MAX_HELD_MS, heldUntilMs - clock.now()))
  const average = (old: number, next: number): number => old + (next - old) * NEWEST
  const open = (): void => {
    openMs = openMs === 0 ? OPEN_MS.first : Math.min(OPEN_MS.longest, openMs * 2)
    openUntilMs = clock.now() + openMs * (0.5 + random() / 2)
    isProbing = false
  }
  return {
    answered: ({ isGood, latencyMs: tookMs }) => {
      latencyMs = latencyMs === undefined ? tookMs : average(latencyMs, tookMs)
      errorRate = average(errorRate, isGood ? 0 : 1)
      ;[failures, openMs, openUntilMs, fault, isProbing] = [0, 0, undefined, undefined, false]
    },
    failed: (error) => {
      errorRate = average(errorRate, 1)
      failures += 1
      fault = error
      if (openUntilMs === undefined) {
        if (failures < MAX_FAILURES) return
        outages += 1
        open()
      } else if (isProbing || clock.now() >= openUntilMs) {
        open() // what was sent before, and fails only now, tells nothing new
      }
    },
    demote: () => {
      demotedUntilMs = clock.now() + DEMOTED_MS
    },
    hold: (forMs) => {
      heldUntilMs = clock.now() + Math.min(MAX_HELD_MS, Math.max(forMs, heldMs()))
    },
    sawLedger: (sequence, newest, isItsNewest) => {
      latestLedger = Math.max(latestLedger, sequence)
      const lag = Math.max(0, newest - latestLedger)
      if (isItsNewest || lag <= lagLedgers) [lagLedgers, toldMs] = [lag, clock.now()]
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
    get latestLedger() {
      return latestLedger
    },
    get lagLedgers() {
      return lagLedgers
    },
    get toldMs() {
      return toldMs
    },
    get latencyMs() {
      return latencyMs
    },
    get errorRateFloat() {
      return Math.round(errorRate * 1_000) / 1_000
    },
    get isDemoted() {
      return clock.now() < demotedUntilMs || heldMs() > 0
    },
    get heldMs() {
      return heldMs()
    },
    get isAllowed() {
      return openUntilMs === undefined || clock.now() >= openUntilMs
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
