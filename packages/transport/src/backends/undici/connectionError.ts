import { ConnectionError, type ConnectionFault } from '../../errors.ts'
import { withoutBytes } from '../withoutBytes.ts'

/**
 * What undici and the operating system say, in one error.
 *
 * @param isSent - Whether the request was on its way: TLS had been agreed on then, and what breaks it breaks the connection.
 */
export function connectionError(error: Error, isSent: boolean): ConnectionError {
  const code = codeOf(error)
  const told = faultOf(code, error)
  const fault = isSent && told === 'tls' ? 'reset' : told
  return new ConnectionError({
    fault,
    message: `${TLS_EXPLANATIONS[code] ?? EXPLANATIONS[fault]}${code === '' ? '' : ` (${code})`}`,
    remedy: TLS_REMEDIES[code] ?? REMEDIES[fault] ?? 'Try again.',
    cause: withoutBytes(error),
  })
}

const FAULTS: Readonly<Record<string, ConnectionFault>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_INFO: 'reset', // HTTP/2: the session ended, or the server sent GOAWAY
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  UND_ERR_CLOSED: 'reset',
  UND_ERR_DESTROYED: 'reset',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout', // of a proxy that is asked for a tunnel: requests have deadlines of their own
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'offline',
  EHOSTUNREACH: 'offline',
  ENETDOWN: 'offline',
  UND_ERR_ABORTED: 'proxy', // how undici calls a tunnel that the proxy refused; aborts of ours never get here
  UND_ERR_PRX_CONN: 'proxy',
  UND_ERR_PRX_TLS: 'tls',
  EPROTO: 'tls',
}

const EXPLANATIONS: Readonly<Record<ConnectionFault, string>> = {
  dns: "The server's name was not found.",
  refused: 'Nobody listens at the address.',
  reset: 'The server broke the connection off.',
  tls: 'The server and this machine do not agree on TLS.',
  timeout: 'The server could not be reached in time.',
  proxy: 'The proxy refused to connect to the server.',
  offline: 'This machine has no way to the server.',
  other: 'The connection failed.',
}

const REMEDIES: Readonly<Partial<Record<ConnectionFault, string>>> = {
  dns: 'Check the URL.',
  refused: 'Check the URL.',
  tls: 'Check the URL.',
  proxy: 'Check the proxy, its credentials, and what it allows.',
  offline: 'Check the network.',
}

const UNTRUSTED = 'No authority that is trusted here vouches for the certificate of the server.'
const OUT_OF_DATE = 'The certificate of the server is not valid at this time.'

const TLS_EXPLANATIONS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for another name.',
  CERT_HAS_EXPIRED: OUT_OF_DATE,
  CERT_NOT_YET_VALID: OUT_OF_DATE,
}

const NAME_AUTHORITY = 'Name its authority in `ca`, or check the URL.'
const CHECK_CLOCK = 'Have the server renew it, and check the clock of this machine.'

const TLS_REMEDIES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: NAME_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: NAME_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NAME_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: NAME_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NAME_AUTHORITY,
  CERT_HAS_EXPIRED: CHECK_CLOCK,
  CERT_NOT_YET_VALID: CHECK_CLOCK,
}

function faultOf(code: string, { message }: Error): ConnectionFault {
  if (code in TLS_EXPLANATIONS || /^ERR_(TLS|SSL)|CERT/.test(code)) return 'tls'
  if (code.startsWith('ERR_HTTP2')) return 'reset'
  if (code === 'UND_ERR_INVALID_ARG' && message.includes('407')) return 'proxy'
  return FAULTS[code] ?? 'other'
}

/** Of the error itself, or of the first that it stands for, as when a name has several addresses. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return inner instanceof Error ? codeOf(inner) : ''
}
