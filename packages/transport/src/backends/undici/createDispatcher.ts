import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool, ProxyAgent } from 'undici'
import { checkProxyUrl } from '../poolOptions.ts'

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

/**
 * Makes pools, direct or through a proxy. HTTP/2 where the server offers it.
 *
 * @throws InvalidOptionError for a variable that holds no URL of a proxy.
 */
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
  const [httpProxy, httpsProxy] = [proxyOf(env, 'http_proxy'), proxyOf(env, 'https_proxy')]
  if (httpProxy === '' && httpsProxy === '') return new Agent(direct)
  const noProxy = `${env['no_proxy'] ?? env['NO_PROXY'] ?? ''},${LOOPBACK}`
  return new EnvHttpProxyAgent({ ...proxied, httpProxy, httpsProxy, noProxy })
}

/** Of a variable, the lower-case one before the other; empty for none. */
function proxyOf(env: DispatcherOptions['env'], lowerCase: string): string {
  const name = env[lowerCase] === undefined ? lowerCase.toUpperCase() : lowerCase
  const text = env[name] ?? ''
  if (text !== '') checkProxyUrl(text, name)
  return text
}

/** Built once: reading the machine's 150 authorities takes longer than a handshake. */
function trusting(ca: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...getCACertificates('default'), ...ca] })
}
