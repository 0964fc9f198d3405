import { isSdexError } from '@sdex/primitives'
import type { Endpoint } from './endpoint.ts'
import { ServersDownError } from './errors.ts'
import { rank } from './rank.ts'

/** The servers of a client, and which one is asked first. */
export type Pool = {
  readonly endpoints: readonly Endpoint[]
  readonly current: Endpoint | undefined
  /**
   * Servers that may be asked now, best first.
   *
   * @param isUrgent - When every server is down, returns them anyway: the caller retries at its own pace, so its request serves as the probe.
   * @defaultValue false
   */
  candidates(isUrgent?: boolean): readonly Endpoint[]
  /** Requests go to it first from now on. */
  use(endpoint: Endpoint): void
  /** Why there is no candidate. */
  unavailable(): Error
  /** The newest ledger known of any server. */
  readonly latestLedger: number
}

/** @param onChoice - Called whenever servers are to be chosen from. */
export function createPool(
  endpoints: readonly Endpoint[],
  onChange: () => void,
  onChoice: () => void = () => {},
): Pool {
  let current: Endpoint | undefined
  return {
    endpoints,
    get current() {
      return current
    },
    candidates: (isUrgent = false) => {
      onChoice()
      const usable = endpoints.filter(isUsable)
      if (usable.length > 1) return rank(usable, current)
      return usable.length === 0 && isUrgent ? endpoints.filter(({ refusal }) => refusal === undefined) : usable
    },
    use: (endpoint) => {
      if (endpoint === current) return
      current = endpoint
      onChange()
    },
    unavailable: () => unavailable(endpoints),
    get latestLedger() {
      return Math.max(0, ...endpoints.map(({ health }) => health.latestLedger))
    },
  }
}

function isUsable({ health, refusal }: Endpoint): boolean {
  return refusal === undefined && health.isAllowed
}

/** Servers of another network are worse than ones that are down, which come back by themselves. */
function unavailable(endpoints: readonly Endpoint[]): Error {
  const possible = endpoints.filter(({ refusal }) => refusal === undefined)
  const [down = possible[0], ...others] = possible.filter(({ health }) => health.isDown)
  if (down === undefined) return endpoints[0]?.refusal ?? new TypeError('A client has at least one server')
  const { fault } = down.health
  const why = isSdexError(fault) ? fault.message : 'It did not answer.'
  return new ServersDownError({
    message: `${down.base.shown} is down${others.length === 0 ? '' : `, and ${others.length} more`}: ${why}`,
    remedy: 'It is probed again within 8 s; try again then.',
    cause: fault,
  })
}
