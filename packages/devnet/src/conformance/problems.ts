import { same } from './expectations.ts'
import type { JsonObject } from './json.ts'
import type { Answer } from './probe.ts'

/** A problem's body as a server prints it. */
type Problem = {
  readonly slug: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly extras?: JsonObject
}

/** The answer is this problem, to the byte. */
export function isProblem(answer: Answer, { slug, ...rest }: Problem): void {
  const body = { type: `https://stellar.org/horizon-errors/${slug}`, ...rest }
  const text = JSON.stringify(body, null, 2).replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)
  same('status and problem', [answer.status, answer.text], [rest.status, text])
}

/** The answer says that a parameter is invalid, and why. */
export function isBadRequest(answer: Answer, field: string, reason: string): void {
  isProblem(answer, { ...BAD_REQUEST, extras: { invalid_field: field, reason } })
}

export const BAD_REQUEST = {
  slug: 'bad_request',
  title: 'Bad Request',
  status: 400,
  detail: 'The request you sent was invalid in some way.',
} as const

export const NOT_FOUND = {
  slug: 'not_found',
  title: 'Resource Missing',
  status: 404,
  detail:
    'The resource at the url requested was not found.  This usually occurs for one of two reasons:  The url requested is not valid, or no data in our database could be found with the parameters provided.',
} as const

export const NOT_ACCEPTABLE = {
  slug: 'not_acceptable',
  title: 'An acceptable response content-type could not be provided for this request',
  status: 406,
} as const

export const BEFORE_HISTORY = {
  slug: 'before_history',
  title: 'Data Requested Is Before Recorded History',
  status: 410,
  detail:
    "This horizon instance is configured to only track a portion of the stellar network's latest history. This request is asking for results prior to the recorded history known to this horizon instance.",
} as const

export const INVALID_ORDER_BOOK = {
  slug: 'invalid_order_book',
  title: 'Invalid Order Book Parameters',
  status: 400,
  detail:
    "The parameters that specify what order book to view are invalid in some way. Please ensure that your type parameters (selling_asset_type and buying_asset_type) are one the following valid values: native, credit_alphanum4, credit_alphanum12.  Also ensure that you have specified selling_asset_code and selling_asset_issuer if selling_asset_type is not 'native', as well as buying_asset_code and buying_asset_issuer if buying_asset_type is not 'native'",
} as const

export const INVALID_ACCOUNTS_PARAMETERS = {
  slug: 'invalid_accounts_params',
  title: 'Invalid Accounts Parameters',
  status: 400,
  detail:
    'Exactly one filter is required. Please ensure that you are including a signer, sponsor, asset, or liquidity pool filter.',
} as const
