import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool, ProxyAgent } from 'undici'

export type DispatcherOptions = {
  /** Connections to one server at most; `undefined`: one for each request under way. */
  readonly connectionCount: number | undefined
  readonly proxyUrl: string | undefined
  readonly ca: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A connection that nobody uses is kept for so long: longer than a few ledgers, so that the next one finds it open. */
const KEEP_ALIVE_MS = 30_000
const CONNECT_TIMEOUT_MS = 10_000
/** A program's own devnet is not behind its proxy, whatever the environment says. */
const LOOPBACK = 'localhost,127.0.0.1,::1'

/** Makes undici's part: a pool for each server, direct or through a proxy. HTTP/2 where the server offers it. */
export function createDispatcher({ connectionCount, proxyUrl, ca, env }: DispatcherOptions): Dispatcher {
  const tls = ca.length === 0 ? {} : { secureContext: trusting(ca) }
  const connect = { ...tls, allowH2: true, preferH2: true, timeout: CONNECT_TIMEOUT_MS }
  const pool = {
    connections: connectionCount ?? null,
    allowH2: true,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Requests have deadlines of their own, and a stream is silent for as long as its market.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  // undici hands a proxied pool fewer options than it was given: without them a stream would end after 300 s of silence.
  const factory = (origin: string | URL, options: object): Dispatcher => new Pool(origin, { ...pool, ...options })
  const proxied = { ...pool, connect, factory, requestTls: connect, proxyTls: { ...connect, allowH2: false } }
  if (proxyUrl !== undefined) return new ProxyAgent({ ...proxied, uri: proxyUrl })
  if (!PROXY_VARIABLES.some((name) => (env[name] ?? '') !== '')) return new Agent({ ...pool, connect })
  const httpProxy = env['http_proxy'] ?? env['HTTP_PROXY'] ?? ''
  const httpsProxy = env['https_proxy'] ?? env['HTTPS_PROXY'] ?? ''
  const noProxy = `${env['no_proxy'] ?? env['NO_PROXY'] ?? ''},${LOOPBACK}`
  return new EnvHttpProxyAgent({ ...proxied, httpProxy, httpsProxy, noProxy })
}

const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']

/** Built once: reading the machine's 150 authorities takes longer than a handshake. */
function trusting(ca: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...getCACertificates('default'), ...ca] })
}
