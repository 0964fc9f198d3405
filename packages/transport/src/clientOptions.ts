import { type Clock, InvalidOptionError, type Random } from '@sdex/primitives'
import { checkMaxResponseBytes, type PoolOptions } from './backends/poolOptions.ts'
import { parseBaseUrl } from './baseUrl.ts'
import type { HorizonEndpoint, LedgerAnchor } from './endpoints/types.ts'
import { invalidOption } from './invalidOption.ts'
import { checkHashes, checkLedger } from './reads/checkInput.ts'
import type { RequestLimiter } from './types/requests.ts'

/** How to talk to Horizon: to one server, or to several of the same network. Durations are milliseconds. */
export type HorizonClientOptions = (OneServer | SeveralServers) &
  PoolOptions & {
    /** A server of another network is refused before anything else is asked of it. @defaultValue with several servers, that of the one that answers first; with one, any */
    readonly networkPassphrase?: string | undefined
    /** A ledger kept from an earlier run (`client.anchor()`): a network that was reset under the same passphrase is refused. @defaultValue none */
    readonly anchor?: LedgerAnchor | undefined
    /** Milliseconds allowed for one call, queueing, body and other servers included. @defaultValue 10_000 */
    readonly requestTimeoutMs?: number | undefined
    /** Sent with every request; never part of an error. @defaultValue none */
    readonly headers?: Readonly<Record<string, string>> | undefined
    /** Of every timeout, pause and measurement. @defaultValue the machine's */
    readonly clock?: Clock | undefined
    /** Of the jitter between attempts. @defaultValue the machine's */
    readonly random?: Random | undefined
    /** Aborting closes the client. @defaultValue none */
    readonly signal?: AbortSignal | undefined
  }

/** One server, with its budget. */
export type OneServer = {
  /** Base URL of one Horizon, for example `https://horizon-testnet.stellar.org`; a path prefix or a key in it is kept. */
  readonly horizonUrl: string
  /** Borrowed: closing the client leaves it open. @defaultValue none: requests go at once */
  readonly limiter?: RequestLimiter | undefined
  readonly endpoints?: never
  readonly hedgeAfterMs?: never
}

/** Several servers that stand in for each other. */
export type SeveralServers = {
  /** Servers of one network, the preferred one first. Each has its own budget. */
  readonly endpoints: readonly HorizonEndpoint[]
  /**
   * Milliseconds after which a read that was not answered is sent to a second server too, whichever answers first; it costs that server's
   * budget. @defaultValue never
   */
  readonly hedgeAfterMs?: number | undefined
  readonly horizonUrl?: never
  readonly limiter?: never
}

/** The options with their defaults. */
export type CheckedClientOptions = {
  readonly endpoints: readonly HorizonEndpoint[]
  readonly hedgeAfterMs: number | undefined
  readonly requestTimeoutMs: number
  readonly maxResponseBytes: number
}

/**
 * Puts the defaults in.
 *
 * @throws InvalidOptionError for a value out of its range.
 */
export function checkClientOptions(options: HorizonClientOptions): CheckedClientOptions {
  const { requestTimeoutMs = 10_000, headers = {}, hedgeAfterMs } = options
  checkDuration('requestTimeoutMs', requestTimeoutMs)
  checkDuration('hedgeAfterMs', hedgeAfterMs)
  checkAnchor(options.anchor)
  const maxResponseBytes = checkMaxResponseBytes(options)
  checkHeaders(headers)
  const given = givenServers(options)
  const endpoints = given.map(({ horizonUrl, limiter, headers: own = {} }) => {
    checkHeaders(own)
    checkLimiter(limiter)
    return { horizonUrl, limiter, headers: { ...headers, ...own } }
  })
  return { endpoints, hedgeAfterMs, requestTimeoutMs, maxResponseBytes }
}

/** Proofs count servers, so that none may stand for two. */
function givenServers(options: HorizonClientOptions): readonly HorizonEndpoint[] {
  if ((options.endpoints === undefined) === (options.horizonUrl === undefined)) {
    throw wrongServers('A client has one server or several.', 'Pass either horizonUrl or endpoints.')
  }
  if (options.endpoints === undefined) return [options]
  const starts = new Set(options.endpoints.map(({ horizonUrl }) => parseBaseUrl(horizonUrl).start))
  if (starts.size > 0 && starts.size === options.endpoints.length) return options.endpoints
  throw wrongServers('endpoints is empty, or names a server twice.', 'Name each server once.')
}

function wrongServers(message: string, remedy: string): InvalidOptionError {
  return new InvalidOptionError({ message, remedy })
}

function checkLimiter(limiter: RequestLimiter | undefined): void {
  if (limiter === undefined || (typeof limiter.acquire === 'function' && typeof limiter.observe === 'function')) return
  throw invalidOption('limiter', limiter, 'one that has acquire and observe')
}

/** A token, and a field value, of HTTP (RFC 9110, 5.6.2 and 5.5). */
const [HEADER_NAME, HEADER_VALUE] = [/^[!#$%&'*+.^_`|~\w-]+$/, /^[\t\x20-\x7e\x80-\xff]*$/]

/** Neither a value nor what is no name is shown: each may be a key. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    const isName = HEADER_NAME.test(name)
    if (isName && typeof value === 'string' && HEADER_VALUE.test(value)) continue
    throw new InvalidOptionError({
      message: isName
        ? `The value of the header ${name} is none that HTTP allows.`
        : 'A name in headers is none that HTTP allows.',
      remedy:
        'Leave line feeds, other control characters, and what is not Latin-1 out of it; a key read from a file may end in a line feed.',
    })
  }
}

/** It comes from a file: without its ledger every network would pass, and with another spelling of its hash none. */
function checkAnchor(anchor: LedgerAnchor | undefined): void {
  if (anchor === undefined) return
  const { sequence = Number.NaN, hash = '', closedAtMs }: Partial<LedgerAnchor> = Object(anchor)
  checkLedger(sequence, 'anchor.sequence')
  checkHashes({ 'anchor.hash': hash })
  if (!Number.isFinite(closedAtMs)) throw invalidOption('anchor.closedAtMs', closedAtMs, 'milliseconds since 1970')
}

function checkDuration(name: string, valueMs: number | undefined): void {
  if (valueMs === undefined || (Number.isFinite(valueMs) && valueMs > 0)) return
  throw invalidOption(name, valueMs, 'a number above 0, or leave it out')
}
