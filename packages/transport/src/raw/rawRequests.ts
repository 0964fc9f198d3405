import { InvalidOptionError } from '@sdex/primitives'
import type { Requester } from '../createRequester.ts'
import type { CallOptions } from '../types/requests.ts'

/** An answer as the server gave it. */
export type RawAnswer = {
  readonly status: number
  /** Lower-case names; in browsers those that CORS shows, such as `latest-ledger`. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Parsed; `undefined` when it is no JSON. It may be shared with another caller: leave it as it is. */
  readonly body: unknown
}

/** Requests for what the client has no call of its own: through the same pool, budget, failover and bounds. */
export type RawRequests = {
  /**
   * @param pathAndQuery - Below the server's URL: `/ledgers?limit=1`.
   * @returns The answer, whatever its status.
   * @throws `InvalidOptionError` when it does not begin with a slash; `ConnectionError`, `TimeoutError`, `AbortedError`
   */
  get(pathAndQuery: string, call?: CallOptions): Promise<RawAnswer>
  /** Sends a form, once. After an error it may have been taken all the same. */
  post(path: string, form: Readonly<Record<string, string>>, call?: CallOptions): Promise<RawAnswer>
}

/** Makes raw requests of a requester. */
export function createRawRequests(requester: Requester): RawRequests {
  return {
    get: async (pathAndQuery, call) => {
      const { pathname, searchParams } = parsePath(pathAndQuery)
      return raw(await requester.get(pathname, Object.fromEntries(searchParams), call))
    },
    post: async (path, form, call) => raw(await requester.post(parsePath(path).pathname, form, call)),
  }
}

function raw({ status, headers, body }: RawAnswer): RawAnswer {
  return { status, headers, body }
}

function parsePath(text: string): URL {
  const url = text.startsWith('/') && !text.startsWith('//') ? URL.parse(`http://server${text}`) : null
  if (url !== null) return url
  throw new InvalidOptionError({
    message: 'The path does not begin with one slash.',
    remedy: 'Write it like /ledgers?limit=1.',
    input: text,
  })
}
