import type { CancelTimer, Clock } from '@sdex/primitives'
import { type LeaseSource, reserveFor } from './leaseSource.ts'
import type { RequestPriority } from './types.ts'
import type { WaitingLines } from './waitingLines.ts'

/** Grants requests, most urgent first, as far as leases and permits go. */
export type Dispatcher = {
  /** Grants a request that has just come, unless others are before it or tokens lack. Returns whether it did. */
  grantAtOnce(priority: RequestPriority, weight: number, needsPermit: boolean): boolean
  /** Grants of what waits all that can be granted, and sees to it that the rest will be: by a lease or, when tokens lack, by a timer. */
  serve(): void
  isStopped(): boolean
  /** Grants nothing more. */
  stop(): void
}

export type DispatcherOptions = {
  readonly leases: LeaseSource
  readonly lines: WaitingLines
  readonly clock: Clock
  /** Told after each step that may have changed the state. */
  onServed(): void
}

/** Creates a dispatcher that sets a timer only while a request waits for tokens. */
export function createDispatcher({ leases, lines, clock, onServed }: DispatcherOptions): Dispatcher {
  let isStopped = false
  let cancelTimer: CancelTimer | undefined

  const isGrantable = (priority: RequestPriority, weight: number): boolean =>
    leases.leased() >= weight && leases.tokens() >= weight + reserveFor(priority, leases)

  const serve = (): void => {
    if (isStopped) return
    let next = lines.first()
    for (; next && isGrantable(next.priority, next.weight); next = lines.first()) {
      leases.spend(next.weight)
      if (next.needsPermit) lines.takePermit()
      next.grant()
    }
    const { priority, weight } = next ?? { priority: 'market', weight: 1 }
    const reserve = reserveFor(priority, leases)
    leases.lease({ wanted: lines.demand(), atLeast: weight, reserve })
    cancelTimer?.()
    const missingMs = next ? leases.msUntil(weight + reserve) : 0
    cancelTimer = missingMs > 0 ? clock.setTimer(serve, missingMs) : undefined
    onServed()
  }
  return {
    grantAtOnce: (priority, weight, needsPermit) => {
      if (lines.isBehind(priority, needsPermit) || !isGrantable(priority, weight)) return false
      leases.spend(weight)
      if (needsPermit) lines.takePermit()
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
