/**
 * How a live source is doing. Passing faults show here and nowhere else: the state it feeds keeps its last value.
 *
 * `stale` and `reconnecting` carry the reason, the code of the error behind it, since when (ms since 1970), and by how many ledgers the state is known to
 * be behind, where it is.
 */
export type Status =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | {
      readonly state: 'stale' | 'reconnecting'
      readonly reason: string
      /** Stable code of the error behind it, for programs; `undefined` when it has none. */
      readonly code?: string | undefined
      readonly sinceMs: number
      readonly lagLedgers?: number | undefined
    }
  | { readonly state: 'closed' }

/**
 * Whether two statuses tell a user the same: `sinceMs` does not count.
 *
 * @example
 * ```ts
 * statusesEqual({ state: 'live' }, { state: 'live' }) // true
 * ```
 */
export function statusesEqual(a: Status, b: Status): boolean {
  return a.state === b.state && reason(a) === reason(b) && code(a) === code(b) && lag(a) === lag(b)
}

function reason(status: Status): string | undefined {
  return 'reason' in status ? status.reason : undefined
}

function code(status: Status): string | undefined {
  return 'code' in status ? status.code : undefined
}

function lag(status: Status): number {
  return 'lagLedgers' in status ? (status.lagLedgers ?? 0) : 0
}
