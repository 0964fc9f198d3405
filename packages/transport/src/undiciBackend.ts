import { Agent } from 'undici'
import { ConnectionError, type ConnectionFault } from './errors.ts'
import type { HttpBackend } from './httpBackend.ts'

/** A connection that nobody uses is kept for so long: longer than a few ledgers, so that the next one finds it open. */
const KEEP_ALIVE_MS = 30_000
const CONNECT_TIMEOUT_MS = 10_000
/** What is still under way so long after `close()` is cut. */
const CLOSE_TIMEOUT_MS = 5_000

/**
 * Carries requests over undici: HTTP/2 where the server offers it, else HTTP/1.1 kept alive. Requests beyond the connections queue in it;
 * who sends them bounds their time.
 *
 * @param options - `connectionCount`: connections at most; without it one for each request under way, as streams need.
 */
export function createUndiciBackend(options: { readonly connectionCount?: number | undefined }): HttpBackend {
  const agent = new Agent({
    connections: options.connectionCount ?? null,
    allowH2: true,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Requests have deadlines of their own, and a stream is silent for as long as its market.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= closeWithin(agent, CLOSE_TIMEOUT_MS)
    return closed
  }
  return {
    request: async ({ method, url, headers, body, signal }) => {
      const { origin, pathname, search } = new URL(url)
      try {
        const answer = await agent.request({
          ...{ origin, path: `${pathname}${search}`, method, headers: { ...headers }, signal },
          ...(body === undefined ? {} : { body }),
        })
        return { status: answer.statusCode, headers: lastValues(answer.headers), body: readBody(answer.body) }
      } catch (error) {
        throw connectionError(error)
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function closeWithin(agent: Agent, timeoutMs: number): Promise<void> {
  const cut = setTimeout(() => void agent.destroy(), timeoutMs)
  try {
    await agent.close()
  } finally {
    clearTimeout(cut)
  }
}

async function* readBody(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw connectionError(error)
  }
}

function lastValues(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  )
}

const FAULTS: Readonly<Record<string, ConnectionFault>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_CLOSED: 'reset',
  UND_ERR_DESTROYED: 'reset',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
}

const EXPLANATIONS: Readonly<Record<ConnectionFault, string>> = {
  dns: "The server's name was not found.",
  refused: 'Nobody listens at the address.',
  reset: 'The server broke the connection off.',
  tls: 'The server and this machine do not agree on TLS.',
  timeout: 'The server could not be reached in time.',
  other: 'The connection failed.',
}

/** What undici and the operating system say, in one error; an abort passes as it is. */
function connectionError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error
  const code = codeOf(error)
  const isTls = code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SIGNATURE|_ISSUER/.test(code)
  const fault = isTls ? 'tls' : (FAULTS[code] ?? 'other')
  return new ConnectionError({
    fault,
    message: `${EXPLANATIONS[fault]}${code === '' ? '' : ` (${code})`}`,
    remedy: fault === 'dns' || fault === 'refused' || fault === 'tls' ? 'Check the URL.' : 'Try again.',
    cause: error,
  })
}

/** Of the error itself, or of the first that it stands for, as when a name has several addresses. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return inner instanceof Error ? codeOf(inner) : ''
}
