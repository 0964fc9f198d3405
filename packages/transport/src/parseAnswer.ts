import { decodeUtf8 } from './decodeUtf8.ts'
import { HorizonResponseError, MalformedBodyError, type Problem, RateLimitedError } from './errors.ts'
import type { Hide } from './hideSecrets.ts'
import { latestLedgerIn } from './latestLedgerIn.ts'
import type { RequestLimiter } from './types/requests.ts'
import { Misfit } from './wire/misfit.ts'

/** An answer whose body was read whole. */
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** What came, for whoever reads it without parsing. */
  readonly bytes: Uint8Array
  /** What came, parsed when it is asked for first; `undefined` when it is no JSON, such as a proxy's page. */
  json(): unknown
  /** What was asked for, as it may be shown. */
  readonly what: string
  /** Leaves out of a text what may be a key, where there is any. */
  readonly hide?: Hide | undefined
}

/** Statuses of a server that does not have a route at all, to a form. */
export const NO_SUCH_ROUTE: ReadonlySet<number> = new Set([404, 405, 501])

/** An answer of what came. */
export function createAnswer(
  head: Pick<Answer, 'status' | 'headers'>,
  bytes: Uint8Array,
  what: string,
  hide?: Hide,
): Answer {
  const { status, headers } = head
  let parsed: { readonly json: unknown } | undefined
  const json = (): unknown => {
    parsed ??= { json: parseJson(bytes) }
    return parsed.json
  }
  return { status, headers, bytes, json, what, hide }
}

/** Parses a body; what is no JSON becomes `undefined`. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Reads a good body with a parser of the wire.
 *
 * @throws MalformedBodyError naming the place.
 */
export function readBody<Value>({ json, what }: Pick<Answer, 'json' | 'what'>, read: (body: unknown) => Value): Value {
  const body = json()
  if (body === undefined) throw malformed(what, '', 'JSON')
  try {
    return read(body)
  } catch (error) {
    throw error instanceof Misfit ? malformed(what, error.path, error.message) : error
  }
}

/** Whether a server says that there is no such thing; a proxy's page is not its word. */
export function isNone({ status, json }: Pick<Answer, 'status' | 'json'>): boolean {
  return status === 404 && json() !== undefined
}

/** The ledger that a state route's answer is of. */
export function latestLedgerOf(answer: Answer): number {
  const ledger = latestLedgerIn(answer.headers)
  if (ledger !== undefined) return ledger
  throw malformed(answer.what, 'header Latest-Ledger', 'a ledger sequence')
}

/** The error that an answer stands for. */
export function responseError(answer: Answer): HorizonResponseError {
  const { status, headers, what } = answer
  const problem = parseProblem(answer)
  const args = {
    status,
    problem,
    message: `${what} was answered by ${status}${problem.title === '' ? '' : ` ${problem.title}`}${describe(problem)}.`,
    remedy: status >= 500 || status === 429 ? 'Try again later.' : 'Check what was asked for.',
  }
  return status === 429
    ? new RateLimitedError({ ...args, retryAfterMs: retryAfterMs(headers) })
    : new HorizonResponseError(args)
}

/** What an answer tells of the server's budget. Browsers cannot read these headers, and a proxy's 429 has none. */
export function budgetOf(
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  ageMs: number,
): Parameters<RequestLimiter['observe']>[0] {
  return {
    status,
    remaining: numberOf(headers['x-ratelimit-remaining']),
    resetMs: msOf(numberOf(headers['x-ratelimit-reset'])),
    retryAfterMs: retryAfterMs(headers),
    ageMs,
  }
}

function describe({ detail, extras }: Problem): string {
  const { reason, invalid_field: field } = extras
  if (typeof reason === 'string') return `: ${typeof field === 'string' ? `${field}: ` : ''}${reason}`
  return detail === '' ? '' : `: ${(detail.split('. ')[0] ?? '').replace(/\.$/, '')}`
}

/** Decisions rest on these: a key that happens to be a part of one does not change it. */
const HORIZON_TYPE = /^[a-z_]+$/

function parseProblem({ json, hide }: Answer): Problem {
  const body = json()
  const shown = fieldsOf(hide === undefined ? body : withoutSecrets(body, hide))
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const lastPart = (url: string): string => url.split('/').at(-1) ?? ''
  const type = lastPart(text(fieldsOf(body)['type']))
  return {
    type: HORIZON_TYPE.test(type) ? type : lastPart(text(shown['type'])),
    title: text(shown['title']),
    detail: text(shown['detail']),
    extras: fieldsOf(shown['extras']),
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** A gateway may repeat the URL or a header in what it says. */
function withoutSecrets(body: unknown, hide: Hide): unknown {
  try {
    return JSON.parse(JSON.stringify(body) ?? '{}', (_, value) => {
      if (typeof value === 'string') return hide(value)
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [hide(name), field]))
    })
  } catch {
    return undefined // nested deeper than any problem
  }
}

/** Seconds, or a date as of gateways, which is compared with that of the answer: both are of the same clock. */
function retryAfterMs({ 'retry-after': text, date = '' }: Answer['headers']): number | undefined {
  if (!text?.endsWith(' GMT')) return msOf(numberOf(text))
  const waitMs = Date.parse(text) - Date.parse(date)
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function msOf(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1_000
}

function malformed(what: string, path: string, wanted: string): MalformedBodyError {
  return new MalformedBodyError({
    path,
    message: `The answer to ${what} is not what Horizon sends: ${path === '' ? 'the body' : path} is not ${wanted}.`,
    remedy: 'Check that the URL is that of a Horizon, and that no proxy changes its answers.',
  })
}
