import { type Clock, isSdexError } from '@sdex/primitives'
import type { BaseUrl } from '../baseUrl.ts'
import type { Requester } from '../createRequester.ts'
import type { RequestLimiter, RequestPriority } from '../types/requests.ts'
import type { Health } from './health.ts'
import type { Identity } from './identity.ts'

/** One server, and what is known of it. */
export type Endpoint = {
  readonly base: BaseUrl
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
  readonly limiter: RequestLimiter | undefined
  readonly requester: Requester
  readonly health: Health
  /** Told of a ledger that the server has; with `isItsNewest` of the newest that it has. */
  sawLedger(sequence: number, isItsNewest?: boolean): void
  /** Why it may not be asked; it is of another network. After a minute it may be looked at again. */
  readonly refusal: Error | undefined
  /** The same, until a look has found it to be of the right one. */
  readonly mismatch: Error | undefined
  /**
   * Resolves when the server is known to be of the network. It is asked where that is not known, after it was down, and when it was asked
   * longer ago than `maxAgeMs`. Callers share one look, which none of them can end.
   */
  verify(maxAgeMs: number): Promise<void>
  /** Whether `verify` would ask nothing. */
  isVerified(maxAgeMs: number): boolean
  /** Looks at it when there is room for that, unless a look is under way. */
  look(): void
  /** Its ledgers do not go on as they should: it is looked at now, and not asked before that. */
  doubt(): void
}

export type EndpointOptions = Pick<Endpoint, 'base' | 'headers' | 'limiter' | 'health' | 'sawLedger'> & {
  /** Makes what sends requests to it. */
  connect(doubt: () => void): Requester
  /** Without it every server is taken as it is. */
  readonly identity: Identity | undefined
  /** The server is taken as it is until there is doubt. @defaultValue false */
  readonly isTrusted?: boolean | undefined
  readonly clock: Clock
  readonly timeoutMs: number
  onChange(): void
}

/** A refused server is looked at again after that: its operator may have mended it. */
const REFUSED_MS = 60_000

/** Makes an endpoint that asked nothing yet. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { connect, identity, clock, timeoutMs, onChange, isTrusted: isTrustedFirst = false, ...parts } = options
  const { health } = parts
  let refusal: { readonly error: Error; readonly untilMs: number } | undefined
  let verified: { readonly outages: number; readonly atMs: number } | undefined
  /** By priority: who is in need of one does not wait for the budget behind all others. */
  const looks = new Map<RequestPriority, Promise<void>>()
  let isTrusted = isTrustedFirst

  const lookOnce = async (known: Identity, priority: RequestPriority): Promise<void> => {
    const { outages } = health
    try {
      const network = await known.verify(requester, { timeoutMs, priority })
      parts.sawLedger(network.historyLatestLedger, true)
      verified = { outages, atMs: clock.now() }
      refusal = undefined
    } catch (error) {
      // What no repetition mends, of a server that answers, is that it is the wrong one.
      if (error instanceof Error && isRefusal(error)) {
        refusal = { error, untilMs: clock.now() + REFUSED_MS }
        verified = undefined
      }
      throw error
    } finally {
      looks.delete(priority)
      onChange()
    }
  }
  const look = async (priority: RequestPriority): Promise<void> => {
    if (identity === undefined) return
    const known = looks.get(priority) ?? lookOnce(identity, priority)
    looks.set(priority, known)
    return known
  }
  const isVerified = (maxAgeMs: number): boolean =>
    identity === undefined ||
    isTrusted ||
    (verified?.outages === health.outages && clock.now() - verified.atMs <= maxAgeMs)
  const verify = async (maxAgeMs: number): Promise<void> => {
    if (!isVerified(maxAgeMs)) await look('account')
  }
  const doubt = (): void => {
    isTrusted = false
    verified = undefined
    verify(0).catch(() => {}) // told to whoever asks next
  }
  const requester = connect(doubt)
  return {
    ...parts,
    requester,
    get refusal() {
      return refusal !== undefined && clock.now() < refusal.untilMs ? refusal.error : undefined
    },
    get mismatch() {
      return refusal?.error
    },
    isVerified,
    verify,
    look: () => {
      if (looks.size === 0) look('background').catch(() => {}) // its health was told
    },
    doubt,
  }
}

const REFUSALS = new Set(['SDEX_WRONG_NETWORK', 'SDEX_NETWORK_RESET'])

/** Whether a look failed as the server is of another network. */
export function isRefusal(error: unknown): boolean {
  return isSdexError(error) && REFUSALS.has(error.code)
}
