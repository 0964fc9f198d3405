import { SdexError, type SdexErrorArgs } from '@sdex/primitives'

/**
 * What kept a request from its answer: the name did not resolve, nobody listened, the connection broke, TLS refused, no connection in time, the
 * proxy refused, no network. Browsers do not tell, beyond `offline`: there it is `other`.
 */
export type ConnectionFault = 'dns' | 'refused' | 'reset' | 'tls' | 'timeout' | 'proxy' | 'offline' | 'other'

/**
 * Thrown when a server could not be reached, or left in the middle; `fault` says how. A read may be tried again; what a form asked for may have taken
 * effect all the same.
 */
export class ConnectionError extends SdexError {
  readonly code = 'SDEX_CONNECTION'
  readonly retryable = true
  /** What kept the request from its answer. */
  readonly fault: ConnectionFault

  constructor(args: SdexErrorArgs & { readonly fault: ConnectionFault }) {
    super(args)
    this.fault = args.fault
  }
}

/** Horizon's description of what is wrong (RFC 7807), as far as it gave one. */
export type Problem = {
  /** Its short form, such as `not_found`; empty where the body was none of Horizon's. */
  readonly type: string
  /** In a few words, such as `Resource Missing`; empty where there is none. */
  readonly title: string
  /** In sentences; empty where there is none. */
  readonly detail: string
  /** What it gives besides, such as `invalid_field` and `reason`, or `result_codes`; empty where there is none. */
  readonly extras: Readonly<Record<string, unknown>>
}

/** Thrown for an answer of an error status. From 500 on the same call may succeed later; below, `problem` says what to change. */
export class HorizonResponseError extends SdexError {
  readonly code: string = 'SDEX_HORIZON_RESPONSE'
  readonly retryable: boolean
  /** The status code of HTTP. */
  readonly status: number
  /** What the server says of it. */
  readonly problem: Problem

  constructor(args: SdexErrorArgs & { readonly status: number; readonly problem: Problem }) {
    super(args)
    this.status = args.status
    this.problem = args.problem
    this.retryable = args.status === 429 || args.status >= 500
  }
}

/** Thrown for a 429: the server's budget for this address is used up. Wait for `retryAfterMs`, ask for less, or pass a `limiter` that keeps within it. */
export class RateLimitedError extends HorizonResponseError {
  override readonly code = 'SDEX_RATE_LIMITED'
  /** Milliseconds, of `Retry-After`; `undefined` where the server did not send it. */
  readonly retryAfterMs: number | undefined

  constructor(
    args: SdexErrorArgs & {
      readonly status: number
      readonly problem: Problem
      readonly retryAfterMs: number | undefined
    },
  ) {
    super(args)
    this.retryAfterMs = args.retryAfterMs
  }
}

/** Thrown when there is no such account on the ledger that was asked. Check the id and the network, or fund the account. */
export class AccountNotFoundError extends SdexError {
  readonly code = 'SDEX_ACCOUNT_NOT_FOUND'
  readonly retryable = false
  /** The ledger that the server looked into, where it said so. */
  readonly ledger: number | undefined

  constructor(args: SdexErrorArgs & { readonly ledger?: number | undefined }) {
    super(args)
    this.ledger = args.ledger
  }
}

/** Thrown for a body that Horizon would not send. Check that the URL is that of a Horizon, and that no proxy changes its answers. */
export class MalformedBodyError extends SdexError {
  readonly code = 'SDEX_MALFORMED_BODY'
  readonly retryable = true
  /** Where it differs, such as `_embedded.records[3].price_r.n`; empty where the whole is no JSON. */
  readonly path: string

  constructor(args: SdexErrorArgs & { readonly path: string }) {
    super(args)
    this.path = args.path
  }
}

/** Thrown for a body above `maxResponseBytes`, or a collection above `maxRecords`; the rest was not read. Ask for less, or raise the bound. */
export class ResponseTooLargeError extends SdexError {
  readonly code = 'SDEX_RESPONSE_TOO_LARGE'
  readonly retryable = false
}

/** Thrown when so many requests to one server are under way that this one was not sent. Wait for answers, or raise `maxQueuedCount`. */
export class QueueFullError extends SdexError {
  readonly code = 'SDEX_QUEUE_FULL'
  readonly retryable = true
}

/** Thrown when a server is of another network than the client was made for. Use the URL of one of that network, or change `networkPassphrase`. */
export class WrongNetworkError extends SdexError {
  readonly code = 'SDEX_WRONG_NETWORK'
  readonly retryable = false
}

/**
 * Thrown when the ledgers of a server are not those that are known of the network: it was reset, or the server is of another one. Drop what is kept of the
 * old network, and make another client.
 */
export class NetworkResetError extends SdexError {
  readonly code = 'SDEX_NETWORK_RESET'
  readonly retryable = false
}

/**
 * Thrown when the server dropped the ledgers that are needed: a stream cannot go on without a gap, or the fate of a transaction lies in them. Ask a server
 * that keeps more, or begin anew at the newest ledger.
 */
export class BeforeHistoryError extends SdexError {
  readonly code = 'SDEX_BEFORE_HISTORY'
  readonly retryable = false
}

/** Thrown when the pages of each reading were of different ledgers. Try again, ask for less, or use a server that answers faster than ledgers close. */
export class InconsistentLedgerError extends SdexError {
  readonly code = 'SDEX_INCONSISTENT_LEDGER'
  readonly retryable = true
  /** Every ledger that a page was of, in the order of their coming. */
  readonly ledgers: readonly number[]

  constructor(args: SdexErrorArgs & { readonly ledgers: readonly number[] }) {
    super(args)
    this.ledgers = args.ledgers
  }
}

/** A failure of a backend, which does not know what it was about. */
export function connectionErrorOf(error: unknown, what: string): unknown {
  if (!(error instanceof ConnectionError)) return error
  const { fault, message } = error
  return new ConnectionError({ fault, message: `${what} failed.`, remedy: message, cause: error })
}

export function wrongNetwork(wanted: string, found: string): WrongNetworkError {
  return new WrongNetworkError({
    message: `The server is of the network "${found}", not of "${wanted}".`,
    remedy: 'Use the URL of a server of that network, or name the network that the server has.',
    input: found,
  })
}

/** The chain that a server has is not the known one, as a ledger shows: one of either. */
export function networkReset(sequence: number): NetworkResetError {
  return new NetworkResetError({
    message: `The server's ledgers are not those known of the network, as ledger ${sequence} shows: it was reset, or this is another one.`,
    remedy: 'Check which network the server is of, drop what is kept of the old one, and make another client.',
    input: sequence,
  })
}
