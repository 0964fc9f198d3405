import type { CancelTimer, Clock } from '@sdex/primitives'
import { type LeaseSource, reserveFor } from './leaseSource.ts'
import type { Permits } from './permits.ts'
import { type Claim, priorities, type RequestQueue } from './requestQueue.ts'

/** Grants requests, most urgent first, as far as leases and permits go. */
export type Dispatcher = {
  /** Grants a request that has just come, unless others are before it or tokens or a permit lack. Returns whether it did. */
  grantAtOnce(claim: Claim): boolean
  /** Grants of what waits all that can be granted, and sees to it that the rest will be: by a lease or, when tokens lack, by a timer. */
  serve(): void
  isStopped(): boolean
  /** Grants nothing more. */
  stop(): void
}

export type DispatcherOptions = {
  readonly leases: LeaseSource
  readonly permits: Permits
  readonly queue: RequestQueue
  readonly clock: Clock
  /** Told after each step that may have changed the state. */
  onServed(): void
}

/** What is asked for in advance while nobody waits. */
const aRead: Claim = { priority: 'market', weight: 1, needsPermit: false }

/** Creates a dispatcher that sets a timer only while a request waits for tokens. */
export function createDispatcher({ leases, permits, queue, clock, onServed }: DispatcherOptions): Dispatcher {
  let isStopped = false
  let cancelTimer: CancelTimer | undefined

  /** Until there are tokens for it, and as many more as it has to leave alone, in ms. */
  const msUntilTokens = ({ priority, weight }: Claim): number => leases.msUntil(weight + reserveFor(priority, leases))
  const book = ({ weight, needsPermit }: Claim): void => {
    leases.spend(weight)
    if (needsPermit) permits.take()
  }
  /** Tokens for all who share a claim on them: submissions, or reads of any kind. */
  const demandWith = ({ priority, weight }: Claim): number => {
    const sharing = priority === 'submission' ? [priority] : priorities.slice(1)
    const sum = (needsPermit: boolean): number =>
      sharing.map((each) => queue.weight(each, needsPermit)).reduce((a, b) => a + b)
    return Math.max(weight, sum(false) + Math.min(sum(true), permits.free()))
  }

  const serve = (): void => {
    if (isStopped) return
    cancelTimer?.()
    cancelTimer = undefined
    let next = queue.first()
    for (; next; next = queue.first()) {
      const missingMs = msUntilTokens(next) // read once: what comes in this very moment must be seen by the grant, the lease or the timer
      if (missingMs > 0) cancelTimer = clock.setTimer(serve, missingMs)
      if (missingMs > 0 || leases.leased() < next.weight) break
      next.grant() // it leaves as the first, which without a permit for it it would not be
      book(next)
    }
    const { priority, weight } = next ?? aRead
    leases.lease({ wanted: next ? demandWith(next) : 0, atLeast: weight, reserve: reserveFor(priority, leases) })
    onServed()
  }
  return {
    grantAtOnce: (claim) => {
      if (!queue.wouldBeFirst(claim) || msUntilTokens(claim) > 0 || leases.leased() < claim.weight) return false
      book(claim)
      leases.lease({ wanted: 0, atLeast: 1, reserve: leases.reserved() })
      onServed()
      return true
    },
    serve,
    isStopped: () => isStopped,
    stop: () => {
      isStopped = true
      cancelTimer?.()
    },
  }
}
