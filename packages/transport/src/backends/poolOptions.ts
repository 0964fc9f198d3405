import { type Clock, InvalidOptionError } from '@sdex/primitives'
import { type BaseUrl, parseHttpUrl } from '../baseUrl.ts'
import type { HttpBackend } from '../httpBackend.ts'
import { invalidOption } from '../invalidOption.ts'
import type { RequestHooks } from './withHooks.ts'

/** How requests are carried. What a browser decides by itself (connections, compression, proxy, trust) has no effect there. */
export type PoolOptions = {
  /** Connections for requests to one server, at most; streams have their own. Over HTTP/2 each carries many requests. @defaultValue 8 */
  readonly connectionCount?: number | undefined
  /** Requests to one server under way beyond one a connection; those beyond are refused with `QueueFullError`. @defaultValue 1_000 */
  readonly maxQueuedCount?: number | undefined
  /** Bytes: larger bodies are dropped, also while they are decompressed. @defaultValue 10_485_760 */
  readonly maxResponseBytes?: number | undefined
  /** Whether to ask for compressed bodies. @defaultValue over https, unless the server is this machine */
  readonly compression?: boolean | undefined
  /**
   * The proxy, `http:` or `https:`; credentials in it are sent to it, and never shown. It wins over the environment.
   * @defaultValue of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
   */
  readonly proxyUrl?: string | undefined
  /** PEM of authorities that are trusted beside the machine's own. @defaultValue none */
  readonly ca?: string | readonly string[] | undefined
  /** Milliseconds that `close()` leaves to what is under way; then it is cut. @defaultValue 5_000 */
  readonly closeTimeoutMs?: number | undefined
  /** Told of every request and its end, with nothing secret in it. @defaultValue none */
  readonly hooks?: RequestHooks | undefined
  /**
   * Carries requests and streams instead of the built-in one. Borrowed: closing the client leaves it open.
   * @defaultValue over undici in Node, over `fetch` in browsers
   */
  readonly backend?: HttpBackend | undefined
}

export type BackendOptions = PoolOptions & {
  readonly clock: Clock
  /** Of the servers, for what hooks are told. @defaultValue none: paths are shown as they are */
  readonly bases?: readonly BaseUrl[] | undefined
}

/** What carries requests, and what carries streams: apart, so that no stream takes a connection that a request waits for. */
export type Backends = { readonly requests: HttpBackend; readonly streams: HttpBackend }

export type CheckedPoolOptions = {
  readonly connectionCount: number
  readonly maxQueuedCount: number
  readonly maxResponseBytes: number
  readonly compression: boolean | undefined
  readonly proxyUrl: string | undefined
  readonly ca: readonly string[]
  readonly closeTimeoutMs: number
  readonly clock: Clock
}

/**
 * Puts the defaults in.
 *
 * @throws InvalidOptionError for a value out of its range.
 */
export function checkPoolOptions(options: BackendOptions): CheckedPoolOptions {
  const { connectionCount = 8, maxQueuedCount = 1_000, closeTimeoutMs = 5_000 } = options
  checkCount('connectionCount', connectionCount, 1)
  checkCount('maxQueuedCount', maxQueuedCount, 0)
  const maxResponseBytes = checkMaxResponseBytes(options)
  checkCount('closeTimeoutMs', closeTimeoutMs, 0)
  const { clock, compression, proxyUrl, ca = [] } = options
  if (proxyUrl !== undefined) checkProxyUrl(proxyUrl)
  const authorities = typeof ca === 'string' ? [ca] : ca
  for (const pem of authorities) checkPem(pem)
  return {
    ...{ connectionCount, maxQueuedCount, maxResponseBytes, closeTimeoutMs },
    ...{ clock, compression, proxyUrl, ca: authorities },
  }
}

/** Bounds bodies whoever carries them, so that it is asked for apart from the pool too. */
export function checkMaxResponseBytes({ maxResponseBytes = 10_485_760 }: PoolOptions): number {
  checkCount('maxResponseBytes', maxResponseBytes, 1)
  return maxResponseBytes
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw invalidOption(name, value, `a whole number from ${least} on, or leave it out`)
}

/** The text itself is left out: it may hold a password. */
export function checkProxyUrl(text: string, name = 'proxyUrl'): void {
  if (parseHttpUrl(text) !== undefined) return
  throw new InvalidOptionError({
    message: `${name} is not the URL of a proxy.`,
    remedy: 'Write it like http://proxy.example:3128, and a % in credentials as %25.',
  })
}

function checkPem(text: string): void {
  if (text.includes('-----BEGIN CERTIFICATE-----')) return
  throw new InvalidOptionError({
    message: 'ca is not a certificate in PEM.',
    remedy: 'Pass the text of the file, which begins with -----BEGIN CERTIFICATE-----.',
  })
}
