import { SdexError, type SdexErrorArgs } from '@sdex/primitives'

/**
 * What kept a request from its answer: the name did not resolve, nobody listened, the connection broke, TLS refused, no connection in time, the
 * proxy refused, no network. Browsers do not tell, beyond `offline`: there it is `other`.
 */
export type ConnectionFault = 'dns' | 'refused' | 'reset' | 'tls' | 'timeout' | 'proxy' | 'offline' | 'other'

/** The server could not be reached, or left in the middle. What was sent may still have taken effect. */
export class ConnectionError extends SdexError {
  readonly code = 'SDEX_CONNECTION'
  readonly retryable = true
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
  readonly title: string
  readonly detail: string
  readonly extras: Readonly<Record<string, unknown>>
}

/** Horizon answered with an error status. */
export class HorizonResponseError extends SdexError {
  readonly code: string = 'SDEX_HORIZON_RESPONSE'
  readonly retryable: boolean
  readonly status: number
  readonly problem: Problem

  constructor(args: SdexErrorArgs & { readonly status: number; readonly problem: Problem }) {
    super(args)
    this.status = args.status
    this.problem = args.problem
    this.retryable = args.status === 429 || args.status >= 500
  }
}

/** The server's budget for this address is used up (429). */
export class RateLimitedError extends HorizonResponseError {
  override readonly code = 'SDEX_RATE_LIMITED'
  /** Of `Retry-After`, where the server sent it. */
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

/** There is no such account on the ledger that was asked. */
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

/** A body is not what Horizon sends: `path` says where, such as `_embedded.records[3].price_r.n`. */
export class MalformedBodyError extends SdexError {
  readonly code = 'SDEX_MALFORMED_BODY'
  readonly retryable = true
  readonly path: string

  constructor(args: SdexErrorArgs & { readonly path: string }) {
    super(args)
    this.path = args.path
  }
}

/** A body was larger than `maxResponseBytes`, or a collection than `maxRecords`; the rest was not read. */
export class ResponseTooLargeError extends SdexError {
  readonly code = 'SDEX_RESPONSE_TOO_LARGE'
  readonly retryable = false
}

/** So many requests to one server are under way that this one was not sent. The server had no part in it. */
export class QueueFullError extends SdexError {
  readonly code = 'SDEX_QUEUE_FULL'
  readonly retryable = true
}

/** The server is of another network than the client was made for. */
export class WrongNetworkError extends SdexError {
  readonly code = 'SDEX_WRONG_NETWORK'
  readonly retryable = false
}

/** The ledgers of the server are not those that are known of the network: it was reset, or the server is of another one. */
export class NetworkResetError extends SdexError {
  readonly code = 'SDEX_NETWORK_RESET'
  readonly retryable = false
}

/** The pages of one reading were of different ledgers, again and again. */
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
