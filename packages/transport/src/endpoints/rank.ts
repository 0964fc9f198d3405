import type { Health } from './health.ts'

/** What servers are compared by. */
export type Comparable = {
  readonly health: Pick<Health, 'isDemoted' | 'errorRateFloat' | 'latencyMs' | 'lagLedgers'>
}

/** A server that is a ledger behind may only have been asked earlier. */
export const LAG_FOR_FREE = 1
/** What weighs as much as a second of latency. */
const WEIGHTS = { demoted: 8, errorRate: 4, lagLedger: 1 } as const
/** A change of server costs: another view of the ledger, other connections. It has to be worth half a second. */
const CHANGE_COST = 0.5

/** How much speaks against a server, in seconds of latency. */
function penalty({ health }: Comparable): number {
  const { isDemoted, errorRateFloat, latencyMs = 0, lagLedgers } = health
  const lag = Math.max(0, lagLedgers - LAG_FOR_FREE)
  return (
    (isDemoted ? WEIGHTS.demoted : 0) + errorRateFloat * WEIGHTS.errorRate + lag * WEIGHTS.lagLedger + latencyMs / 1_000
  )
}

/**
 * Servers, best first: by errors, lag and latency. The one in use stays first unless another is better by what a change costs; among
 * equals the order of the list decides.
 */
export function rank<Server extends Comparable>(
  servers: readonly Server[],
  current: Server | undefined,
): readonly Server[] {
  const cost = (server: Server): number => penalty(server) + (server === current ? 0 : CHANGE_COST)
  return servers.toSorted((a, b) => cost(a) - cost(b))
}
