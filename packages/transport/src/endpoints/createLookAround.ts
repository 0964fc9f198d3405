import type { Clock } from '@sdex/primitives'
import type { Pool } from './pool.ts'

/** Time without a new ledger after which all servers are looked at: three ledgers of the network. */
const STILL_MS = 15_000

/**
 * Makes a look at all servers, to be called whenever one is chosen. It costs nothing while ledgers go on. Where they stand still, that may be the
 * server in use alone: nobody else was asked, so that nobody would find it behind.
 */
export function createLookAround(clock: Clock): (pool: Pool) => void {
  let [newest, sinceMs] = [0, clock.now()]
  return (pool) => {
    if (pool.endpoints.length < 2) return
    const nowMs = clock.now()
    const isNews = pool.latestLedger > newest
    if (!isNews && nowMs - sinceMs < STILL_MS) return
    ;[newest, sinceMs] = [pool.latestLedger, nowMs]
    if (isNews) return
    for (const { health, verify } of pool.candidates()) {
      health.enter()
      verify(0).catch(() => {}) // its health was told
    }
  }
}
