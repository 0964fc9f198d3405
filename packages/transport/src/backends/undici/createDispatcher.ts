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

/** Makes pools, direct or through a proxy. HTTP/2 where the server offers it. */
export function createDispatcher({ connectionCount, proxyUrl, ca, env }: DispatcherOptions): Dispatcher {
  const tls = ca.length === 0 ? {} : { secureContext: trusting(ca) }
  const connect = { ...tls, allowH2: true, preferH2: true, timeout: CONNECT_TIMEOUT_MS }
  const common = {
    connections: connectionCount ?? null,
    allowH2: true,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Requests have deadlines of their own, and a stream is silent for as long as its market.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  // undici hands a proxied pool fewer options than it was given: without them a stream would end after 300 s of silence.
  const factory = (origin: string | URL, given: object): Pool => new Pool(origin, { ...common, ...given })
  // Of the tunnels: a proxy that never answers would hold the places of connections.
  const clientFactory = (origin: URL, given: object): Pool =>
    new Pool(origin, { ...given, headersTimeout: CONNECT_TIMEOUT_MS })
  const direct = { ...common, connect, factory }
  const proxied = { ...direct, clientFactory, requestTls: connect, proxyTls: { ...connect, allowH2: false } }

  if (proxyUrl !== undefined) return new ProxyAgent({ ...proxied, uri: proxyUrl })
  return PROXY_VARIABLES.some((name) => (env[name] ?? '') !== '')
    ? new EnvHttpProxyAgent({ ...proxied, ...proxiesOf(env) })
    : new Agent(direct)
}

function proxiesOf(env: DispatcherOptions['env']): { httpProxy: string; httpsProxy: string; noProxy: string } {
  return {
    httpProxy: env['http_proxy'] ?? env['HTTP_PROXY'] ?? '',
    httpsProxy: env['https_proxy'] ?? env['HTTPS_PROXY'] ?? '',
    noProxy: `${env['no_proxy'] ?? env['NO_PROXY'] ?? ''},${LOOPBACK}`,
  }
}

const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']

/** Built once: reading the machine's 150 authorities takes longer than a handshake. */
function trusting(ca: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...getCACertificates('default'), ...ca] })
}
