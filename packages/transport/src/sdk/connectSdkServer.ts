/**
 * The own `Horizon.Server` of `@stellar/stellar-sdk`, through a client of this package.
 *
 * @packageDocumentation
 */
import { InvalidOptionError } from '@sdex/primitives'
import type { Horizon } from '@stellar/stellar-sdk'
import type { RawAnswer, RawRequests } from '../types/raw.ts'
import type { CallOptions, RequestPriority } from '../types/requests.ts'

/** What carries the requests of the SDK's HTTP client. It is a default of it, so it can be replaced. */
type Adapter = NonNullable<Horizon.Server['httpClient']['defaults']['adapter']>
type Config = Parameters<Adapter>[0]
type Response = Awaited<ReturnType<Adapter>>

/**
 * Lets the SDK's `Horizon.Server` send its requests through a client: its connections, budget, failover and time limits. Call builders, `loadAccount`
 * and `submitTransaction` give and throw what they always do, but that a redirect, which the client does not follow, is an error, and a body that is no JSON an
 * empty text: a Horizon sends neither. Headers are the client's, not the server object's.
 *
 * Streams (`.stream()`) and friendbot, which redirects to another server, keep going the SDK's own way.
 *
 * @param server - From now on asks through the client, builders made before included.
 * @param client - Borrowed; its servers are asked, whatever the server object's URL is.
 * @returns Gives the server its own way back.
 * @throws `InvalidOptionError` when the server object has no way of its own to send requests, as streams and friendbot need.
 * @example
 * ```ts
 * import { createHorizonClient } from '@sdex/transport'
 * import { connectSdkServer } from '@sdex/transport/sdk'
 * import { Horizon } from '@stellar/stellar-sdk'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const server = new Horizon.Server('https://horizon-testnet.stellar.org')
 * connectSdkServer(server, client)
 * const { records } = await server.offers().forAccount('GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5').call()
 * console.log(records.length)
 * ```
 */
export function connectSdkServer(server: Horizon.Server, client: { readonly raw: RawRequests }): () => void {
  const { defaults } = server.httpClient
  const { adapter: own } = defaults
  if (own === undefined) throw noAdapter()
  const adapter: Adapter = async (config) => {
    const path = pathOf(server, config)
    const send = path === undefined ? undefined : requestOf(client.raw, path, config)
    return send === undefined ? own(config) : responseOf(await send(), config)
  }
  defaults.adapter = adapter
  return () => {
    if (defaults.adapter === adapter) defaults.adapter = own
  }
}

function noAdapter(): InvalidOptionError {
  return new InvalidOptionError({
    message: 'The server object has no adapter to send requests by.',
    remedy: 'Pass a Horizon.Server as its constructor makes it.',
  })
}

/** Below the server's own URL, with the query; `undefined` for what is not of the Horizon. */
function pathOf({ serverURL }: Horizon.Server, { url, params }: Config): string | undefined {
  const asked = URL.parse(url ?? '')
  const base = new URL(String(serverURL))
  if (asked === null || asked.origin !== base.origin) return undefined
  for (const [name, value] of Object.entries(params ?? {})) asked.searchParams.set(name, String(value))
  const prefix = base.pathname.replace(/\/+$/, '')
  const isBelow = `${asked.pathname}/`.startsWith(`${prefix}/`) // the root of a Horizon may be asked for without a slash
  const path = isBelow ? asked.pathname.slice(prefix.length) || '/' : asked.pathname
  return path === '/friendbot' ? undefined : `${path}${asked.search}`
}

function requestOf(raw: RawRequests, path: string, config: Config): (() => Promise<RawAnswer>) | undefined {
  const call = { priority: priorityOf(path), ...boundsOf(config) }
  const method = (config.method ?? 'get').toLowerCase()
  if (method === 'get') return () => raw.get(path, call)
  if (method !== 'post' || typeof config.data !== 'string') return undefined
  const form = Object.fromEntries(new URLSearchParams(config.data))
  return () => raw.post(path, form, { ...call, priority: 'submission' })
}

function boundsOf(config: Config & { readonly signal?: AbortSignal }): CallOptions {
  const { timeout = 0, signal } = config
  return { signal, ...(timeout > 0 ? { timeoutMs: timeout } : {}) }
}

function priorityOf(path: string): RequestPriority {
  if (path.startsWith('/accounts/')) return 'account'
  return /^\/(order_book|trades|paths|trade_aggregations)/.test(path) ? 'market' : 'background'
}

/** As the SDK's own adapter: a bad status is an error with the response in it. */
function responseOf(answer: RawAnswer, config: Config): Response {
  const { status } = answer
  const response = {
    status,
    statusText: STATUS_TEXTS[status] ?? `Status ${status}`,
    headers: { ...answer.headers },
    data: structuredClone(answer.body ?? ''), // the SDK writes into it, and another caller may have the same
    config,
  }
  if (status >= 200 && status < 300) return response
  throw Object.assign(new Error(`Request failed with status code ${status}`), { response })
}

/** What HTTP/1.1 says beside a status; the SDK makes messages of it. */
const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  406: 'Not Acceptable',
  410: 'Gone',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
