import { endOfLedger } from '../history/toid.ts'
import { type ApiRequest, parameter } from './apiRequest.ts'
import type { Json, JsonObject } from './json.ts'
import { badRequest, invalidField, ProblemError } from './problem.ts'

/** The paging parameters of a request, checked, with `now` resolved. */
export type Paging = {
  /** As it stands in links: empty at the beginning. */
  readonly cursor: string
  readonly order: 'asc' | 'desc'
  readonly limit: number
}

/** A record of a page, with the cursor that leads past it. */
export type PageRecord = { readonly token: string; readonly body: JsonObject }

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 200
const MAX_INT64 = (1n << 63n) - 1n
const MAX_INDEX = (1n << 31n) - 1n

/**
 * Reads cursor, limit and order. Only the first fault is told, in Horizon's order: a negative cursor, the limit, the order, the cursor.
 *
 * @param latestLedger - Where `cursor=now` points behind.
 */
export function readPaging(request: ApiRequest, latestLedger: number): Paging {
  const paging = readTextPaging(request, latestLedger)
  const { cursor } = paging
  const isReadable =
    cursor === '' || (/^\d+(-\d+)?$/.test(cursor) && cursor.split('-').every((part) => BigInt(part) <= MAX_INT64))
  if (!isReadable) throw invalidField('cursor', 'cursor: invalid value')
  return paging
}

/** The same for collections whose tokens are texts: the cursor is theirs to check, if they do. */
export function readTextPaging(request: ApiRequest, latestLedger: number): Paging {
  const asked = parameter(request, 'cursor')
  const cursor = request.lastEventId ?? (asked === 'now' ? endOfLedger(latestLedger).toString() : asked)
  if (/^-\d+$/.test(cursor)) throw invalidField('cursor', `the cursor ${cursor} is a negative number: `)
  const limit = readLimit(parameter(request, 'limit'), DEFAULT_LIMIT)
  const order = parameter(request, 'order') || 'asc'
  if (order !== 'asc' && order !== 'desc') throw invalidField('order', 'order: invalid value')
  return { cursor, order, limit }
}

/** A limit from 1 to 200. */
export function readLimit(text: string, fallback: number): number {
  if (text === '') return fallback
  if (!/^[+-]?\d+$/.test(text) || !isInt64(BigInt(text))) throw invalidField('limit', 'unparseable value')
  const limit = Number(text)
  if (limit <= 0) throw invalidField('limit', 'invalid limit: non-positive value provided')
  if (limit <= MAX_LIMIT) return limit
  throw invalidField('limit', `invalid limit: value provided that is over limit max of ${MAX_LIMIT}`)
}

/** What Go reads as a number at all. */
function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}

/** The place of a cursor in a collection whose tokens are single integers. */
export function integerCursor({ cursor, order }: Paging): bigint {
  if (cursor === '') return order === 'asc' ? 0n : MAX_INT64
  if (cursor.includes('-')) throw new ProblemError(badRequest)
  return BigInt(cursor)
}

/** The two parts of a cursor `operation-index`. An operation alone means the end of it. */
export function pairCursor({ cursor, order }: Paging): { readonly operation: bigint; readonly index: number } {
  if (cursor === '')
    return order === 'asc' ? { operation: 0n, index: 0 } : { operation: MAX_INT64, index: Number(MAX_INDEX) }
  const [operation = '', index] = cursor.split('-')
  const asked = index === undefined ? MAX_INDEX : BigInt(index)
  return { operation: BigInt(operation), index: Number(asked < MAX_INDEX ? asked : MAX_INDEX) }
}

/** A page with its links. */
export function renderPage(request: ApiRequest, paging: Paging, records: readonly PageRecord[]): Json {
  const self = pageUrl(request, paging)
  const flipped: Paging = { ...paging, order: paging.order === 'asc' ? 'desc' : 'asc' }
  const next = pageUrl(request, { ...paging, cursor: records.at(-1)?.token ?? paging.cursor })
  const prev = pageUrl(request, { ...flipped, cursor: records[0]?.token ?? paging.cursor })
  return {
    _links: { self: { href: self }, next: { href: next }, prev: { href: prev } },
    _embedded: { records: records.map(({ body }) => body) },
  }
}

/** The request's own URL with the paging spelled out, keys in alphabetical order. */
function pageUrl(request: ApiRequest, { cursor, limit, order }: Paging): string {
  const query = new URLSearchParams(request.query)
  query.set('cursor', cursor)
  query.set('limit', limit.toString())
  query.set('order', order)
  return `${request.origin}${request.path}?${encodeQuery(query)}`
}

/** A query as Go writes it: keys in alphabetical order. Its form encoding escapes a star and leaves a tilde, the web's does the opposite. */
export function encodeQuery(query: URLSearchParams): string {
  const sorted = new URLSearchParams(query)
  sorted.sort()
  return sorted.toString().replaceAll('*', '%2A').replaceAll('%7E', '~')
}
