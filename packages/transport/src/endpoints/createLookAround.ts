import type { Clock } from '@sdex/primitives'
import type { Endpoint } from './endpoint.ts'
import type { Pool } from './pool.ts'
import { LAG_FOR_FREE } from './rank.ts'

/** Without a ledger told by it for so long a server is looked at: what is known of it is what the others are compared with. */
const IDLE_MS = 60_000
/** The same where nobody told of a new ledger, so that the one in use may stand still, and for a server that is known to lag: three ledgers. */
const STILL_MS = 15_000
/** The same for a server that is down, once its probe is due. */
const DOWN_MS = 1_000

/**
 * Makes a look at the servers of which nothing was heard of late, to be called whenever one is chosen: nobody else asks those that are not in use. It costs
 * two requests of the least priority in the budget of each, and nothing where there is one server.
 */
export function createLookAround(clock: Clock): (pool: Pool) => void {
  const lookedMs = new Map<Endpoint, number>()
  const startMs = clock.now()
  let [newest, newsMs] = [0, startMs]
  return (pool) => {
    const { endpoints } = pool
    if (endpoints.length < 2) return
    const { latestLedger } = pool
    if (latestLedger === 0) return // the first one that is asked for something tells of which network all have to be
    const nowMs = clock.now()
    if (latestLedger > newest) [newest, newsMs] = [latestLedger, nowMs]
    const isStill = nowMs - newsMs >= STILL_MS
    for (const endpoint of endpoints) {
      const { health, refusal } = endpoint
      if (refusal !== undefined || !health.isAllowed || health.heldMs > 0) continue
      const isUrgent = isStill || health.lagLedgers > LAG_FOR_FREE
      const patienceMs = health.isDown ? DOWN_MS : isUrgent ? STILL_MS : IDLE_MS
      if (nowMs - Math.max(startMs, health.toldMs, lookedMs.get(endpoint) ?? 0) < patienceMs) continue
      lookedMs.set(endpoint, nowMs)
      endpoint.look()
    }
  }
}
