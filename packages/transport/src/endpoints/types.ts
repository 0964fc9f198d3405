import type { RequestLimiter } from '../types/requests.ts'

/** One server that may be asked. */
export type HorizonEndpoint = {
  /** Base URL, for example `https://horizon-testnet.stellar.org`; a path prefix or a key in it is kept. */
  readonly horizonUrl: string
  /** The budget at this server: retries, hedges and failover draw on the one they go to. Borrowed. @defaultValue none: requests go at once */
  readonly limiter?: RequestLimiter | undefined
  /** Sent with every request to this server; never part of an error. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/**
 * A ledger that is known to be of the right network. Kept from one run to the next it tells a network that was reset under the same
 * passphrase, as testnet is, from the one that was traded on.
 */
export type LedgerAnchor = {
  readonly sequence: number
  /** Lower-case hex. */
  readonly hash: string
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
}

/**
 * How a server does:
 *
 * - `untried`: nothing was asked yet;
 * - `ready`: it answers, and is of the right network;
 * - `down`: it did not answer three times in a row; probed again after 0.5 to 8 s;
 * - `refused`: it is of another network, or of one that was reset; looked at again after a minute.
 */
export type EndpointState = {
  /** Without credentials and query, and with `…` for a path prefix. */
  readonly horizonUrl: string
  readonly state: 'untried' | 'ready' | 'down' | 'refused'
  /** Why it is down or refused. */
  readonly reason?: string | undefined
  /** Whether requests go to it first. */
  readonly isCurrent: boolean
  /** The newest ledger it is known to have; 0 before any. */
  readonly latestLedger: number
  /** Ledgers behind the newest one known of any server. */
  readonly lagLedgers: number
  /** Milliseconds to the head of an answer to a read, on average of late; `undefined` before the first answer. */
  readonly latencyMs: number | undefined
  /** Share of requests that went wrong, of late, 0 to 1. */
  readonly errorRateFloat: number
}

/** How the servers do, and the ledger clock. */
export type EndpointsHealth = {
  readonly endpoints: readonly EndpointState[]
  /** The newest ledger known of any server; 0 before any. */
  readonly latestLedger: number
  /**
   * Local clock less ledger close time when a ledger was told, in milliseconds: the least of the last 32 ledgers, which is what ingestion
   * and travel take where both clocks are right. Negative: the local clock is slow. `undefined` before the ledger stream told one.
   */
  readonly closeDelayMs: number | undefined
}
