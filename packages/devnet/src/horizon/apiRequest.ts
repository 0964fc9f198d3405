import { isAccountId } from '@sdex/primitives'
import { invalidField } from './problem.ts'

/** A GET request as routes see it. */
export type ApiRequest = {
  /** Scheme and host of the request, from which links are made. */
  readonly origin: string
  /** The path as sent. */
  readonly path: string
  /** What stands for the names in the route's pattern. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Path and query as sent. */
  readonly url: string
  readonly lastEventId: string | undefined
}

/** A parameter of the path or the query; empty when it is not there, as in Horizon. */
export function parameter(request: ApiRequest, name: string): string {
  return request.params[name] ?? request.query.get(name) ?? ''
}

/** An account id, or undefined when the parameter is absent. */
export function accountParameter(request: ApiRequest, name: string): string | undefined {
  const value = parameter(request, name)
  if (value === '') return undefined
  if (isAccountId(value)) return value
  throw invalidField(name, 'Account ID must start with `G` and contain 56 alphanum characters')
}

/** An account id that stands in the path. */
export function pathAccount(request: ApiRequest): string {
  return accountParameter(request, 'account_id') ?? ''
}

/** A positive integer, or undefined when the parameter is absent. */
export function idParameter(request: ApiRequest, name: string, reason: string): bigint | undefined {
  const value = parameter(request, name)
  if (value === '') return undefined
  const id = /^\d{1,19}$/.test(value) ? BigInt(value) : -1n
  if (id >= 0n && id < 1n << 63n) return id
  throw invalidField(name, reason)
}

/** The id of a pool, or undefined when the parameter is absent. */
export function poolParameter(request: ApiRequest, name: string): string | undefined {
  const value = parameter(request, name)
  if (value === '') return undefined
  if (/^[0-9a-f]{64}$/.test(value)) return value
  throw invalidField(name, `${value} does not validate as sha256`)
}

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True']
const FALSE = ['', '0', 'f', 'F', 'false', 'FALSE', 'False']

/** Whether failed transactions are asked for too: a boolean as Go reads it. */
export function includesFailed(request: ApiRequest): boolean {
  const value = parameter(request, 'include_failed')
  if (TRUE.includes(value)) return true
  if (FALSE.includes(value)) return false
  throw invalidField('include_failed', 'Filter should be true or false')
}
