import type { Clock, Random } from '@sdex/primitives'
import { type Breaker, createBreaker } from './breaker.ts'

/** How one server has done lately, and whether requests may go to it. */
export type Health = Pick<Breaker, 'enter' | 'leave' | 'isAllowed' | 'isDown' | 'fault' | 'outages'> & {
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
  /** The same as it was told last: less where the server was set back. */
  readonly toldLedger: number
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
}

const DEMOTED_MS = 10_000
/** A budget of Horizon's refills within an hour: a longer `Retry-After` is cut to that. */
const MAX_HELD_MS = 3_600_000
/** Weight of the newest request in the averages. */
const NEWEST = 0.2

/** Creates the health record of a server that was not asked yet. */
export function createHealth({ clock, random }: { readonly clock: Clock; readonly random: Random }): Health {
  let [latestLedger, toldLedger, lagLedgers, toldMs] = [0, 0, 0, 0]
  let errorRate = 0
  let latencyMs: number | undefined
  let [demotedUntilMs, heldUntilMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const breaker = createBreaker({ clock, random })

  const heldMs = (): number => Math.max(0, Math.min(MAX_HELD_MS, heldUntilMs - clock.now()))
  const average = (old: number, next: number): number => old + (next - old) * NEWEST
  return {
    answered: ({ isGood, latencyMs: tookMs }) => {
      latencyMs = latencyMs === undefined ? tookMs : average(latencyMs, tookMs)
      errorRate = average(errorRate, isGood ? 0 : 1)
      breaker.answered()
    },
    failed: (error) => {
      errorRate = average(errorRate, 1)
      breaker.failed(error)
    },
    enter: breaker.enter,
    leave: breaker.leave,
    demote: () => {
      demotedUntilMs = clock.now() + DEMOTED_MS
    },
    hold: (forMs) => {
      heldUntilMs = clock.now() + Math.min(MAX_HELD_MS, Math.max(forMs, heldMs()))
    },
    sawLedger: (sequence, newest, isItsNewest) => {
      latestLedger = Math.max(latestLedger, sequence)
      toldLedger = isItsNewest ? sequence : Math.max(toldLedger, sequence)
      const lag = Math.max(0, newest - latestLedger)
      if (isItsNewest || lag <= lagLedgers) [lagLedgers, toldMs] = [lag, clock.now()]
    },
    get latestLedger() {
      return latestLedger
    },
    get toldLedger() {
      return toldLedger
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
      return breaker.isAllowed
    },
    get isDown() {
      return breaker.isDown
    },
    get fault() {
      return breaker.fault
    },
    get outages() {
      return breaker.outages
    },
  }
}
