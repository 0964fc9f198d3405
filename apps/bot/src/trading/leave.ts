import type { StopReport } from '@sdex/order-lifecycle'
import type { Clock, Status } from '@sdex/primitives'
import type { Exchange } from './exchange.ts'

type LeaveArgs = {
  readonly exchange: Pick<Exchange, 'stop' | 'status$'>
  readonly clock: Clock
  /** Time for all of it while the server answers, ms: the longest time bound, and what proving takes. */
  readonly timeoutMs: number
}

/** A server that is away for so long counts as unreachable; with what follows the user is told within 30 s. */
const SILENCE_MS = 20_000

/**
 * Settles what is under way, cancels every own offer of the market, and reads until none is left and nothing that was sent can be applied.
 *
 * @returns What was reached; it ends early once the server was away for 20 s.
 */
export async function leave({ exchange, clock, timeoutMs }: LeaveArgs): Promise<StopReport> {
  const unreachable = new AbortController()
  let cancelTimer: (() => void) | undefined
  const subscription = exchange.status$.subscribe((status: Status) => {
    if (status.state === 'live') {
      cancelTimer?.()
      cancelTimer = undefined
    } else cancelTimer ??= clock.setTimer(() => unreachable.abort(), SILENCE_MS)
  })
  try {
    return await exchange.stop({ timeoutMs, signal: unreachable.signal })
  } finally {
    subscription.unsubscribe()
    cancelTimer?.()
  }
}
