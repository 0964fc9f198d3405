import type { Json, JsonObject } from './json.ts'

/** An answer that is not a success: `application/problem+json`. */
export type Problem = {
  /** The last part of the type's URL. Streams print it alone. */
  readonly slug: string
  readonly title: string
  readonly status: number
  readonly detail?: string | undefined
  readonly extras?: JsonObject | undefined
}

/** Ends a request with a problem. Thrown and caught inside the server only. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.problem = problem
  }
}

/** The body of a problem. Maps print sorted by key, so `extras` are sorted here. */
export function problemBody({ slug, title, status, detail, extras }: Problem): Json {
  return {
    type: `https://stellar.org/horizon-errors/${slug}`,
    title,
    status,
    detail,
    extras: extras && sortedByKey(extras),
  }
}

/** How a stream that already runs tells of a problem. */
export function problemText({ slug, detail }: Problem): string {
  return `problem: ${slug}. full details: ${detail ?? ''}`
}

/** A parameter that does not mean anything. */
export function invalidField(field: string, reason: string): ProblemError {
  return new ProblemError({ ...badRequest, extras: { invalid_field: field, reason } })
}

function sortedByKey(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const badRequest: Problem = {
  slug: 'bad_request',
  title: 'Bad Request',
  status: 400,
  detail: 'The request you sent was invalid in some way.',
}

export const invalidOrderBook: Problem = {
  slug: 'invalid_order_book',
  title: 'Invalid Order Book Parameters',
  status: 400,
  detail:
    "The parameters that specify what order book to view are invalid in some way. Please ensure that your type parameters (selling_asset_type and buying_asset_type) are one the following valid values: native, credit_alphanum4, credit_alphanum12.  Also ensure that you have specified selling_asset_code and selling_asset_issuer if selling_asset_type is not 'native', as well as buying_asset_code and buying_asset_issuer if buying_asset_type is not 'native'",
}

export const invalidAccountsParams: Problem = {
  slug: 'invalid_accounts_params',
  title: 'Invalid Accounts Parameters',
  status: 400,
  detail:
    'Exactly one filter is required. Please ensure that you are including a signer, sponsor, asset, or liquidity pool filter.',
}

export const transactionMalformed: Problem = {
  slug: 'transaction_malformed',
  title: 'Transaction Malformed',
  status: 400,
  detail:
    'Horizon could not decode the transaction envelope in this request. A transaction should be an XDR TransactionEnvelope struct encoded using base64.  The envelope read from this request is echoed in the `extras.envelope_xdr` field of this response for your convenience.',
}

export const transactionFailed: Problem = {
  slug: 'transaction_failed',
  title: 'Transaction Failed',
  status: 400,
  detail:
    'The transaction failed when submitted to the stellar network. The `extras.result_codes` field on this response contains further details.  Descriptions of each code can be found at: https://developers.stellar.org/api/errors/http-status-codes/horizon-specific/transaction-failed/',
}

export const transactionSubmissionTimeout: Problem = {
  slug: 'transaction_submission_timeout',
  title: 'Transaction Submission Timeout',
  status: 504,
  detail:
    'Your transaction submission request has timed out. This does not necessarily mean the submission has failed. Before resubmitting, please use the transaction hash provided in `extras.hash` to poll the GET /transactions endpoint for sometime and check if it was included in a ledger.',
}

export const notFound: Problem = {
  slug: 'not_found',
  title: 'Resource Missing',
  status: 404,
  detail:
    'The resource at the url requested was not found.  This usually occurs for one of two reasons:  The url requested is not valid, or no data in our database could be found with the parameters provided.',
}

export const notAcceptable: Problem = {
  slug: 'not_acceptable',
  title: 'An acceptable response content-type could not be provided for this request',
  status: 406,
}

export const beforeHistory: Problem = {
  slug: 'before_history',
  title: 'Data Requested Is Before Recorded History',
  status: 410,
  detail:
    "This horizon instance is configured to only track a portion of the stellar network's latest history. This request is asking for results prior to the recorded history known to this horizon instance.",
}

export const unsupportedMediaType: Problem = {
  slug: 'unsupported_media_type',
  title: 'Unsupported Media Type',
  status: 415,
  detail:
    'The request has an unsupported content type. Presently, the only supported content type is application/x-www-form-urlencoded.',
}

export const serverError: Problem = {
  slug: 'server_error',
  title: 'Internal Server Error',
  status: 500,
  detail:
    'An error occurred while processing this request.  This is usually due to a bug within the server software.  Trying this request again may succeed if the bug is transient. Otherwise, please contact the system administrator.',
}

export const rateLimitExceeded: Problem = {
  slug: 'rate_limit_exceeded',
  title: 'Rate Limit Exceeded',
  status: 429,
  detail:
    "The rate limit for the requesting IP address is over its alloted limit.  The allowed limit and requests left per time period are communicated to clients via the http response headers 'X-RateLimit-*' headers.",
}

export const serviceUnavailable: Problem = {
  slug: 'service_unavailable',
  title: 'Service Unavailable',
  status: 503,
  detail: 'The request cannot be serviced at this time.',
}

export const serverOverCapacity: Problem = {
  slug: 'server_over_capacity',
  title: 'Server Over Capacity',
  status: 503,
  detail:
    'This horizon server is currently overloaded.  Please wait for several minutes before trying your request again.',
}

export const stillIngesting: Problem = {
  slug: 'still_ingesting',
  title: 'Still Ingesting',
  status: 503,
  detail:
    "Data cannot be presented because it's still being ingested. Please wait for several minutes before trying your request again.",
}

export const staleHistory: Problem = {
  slug: 'stale_history',
  title: 'Historical DB Is Too Stale',
  status: 503,
  detail:
    "This horizon instance is configured to reject client requests when it can determine that the history database is lagging too far behind the connected instance of Stellar-Core or read replica. It's also possible that Stellar-Core is out of sync. Please try again later.",
}

export const timedOut: Problem = {
  slug: 'timeout',
  title: 'Timeout',
  status: 504,
  detail:
    'Your request timed out before completing.  Please try your request again. If you are submitting a transaction make sure you are sending exactly the same transaction (with the same sequence number).',
}
