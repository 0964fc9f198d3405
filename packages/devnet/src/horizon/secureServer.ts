import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { Certificate } from './certificate.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** HTTP/2 over TLS, and HTTP/1.1 for clients that speak no other. Handlers see both alike. */
export function createSecureListener({ certificate, privateKey }: Certificate, handle: Handler): Http2SecureServer {
  return createSecureServer({ cert: certificate, key: privateKey, allowHTTP1: true }, (asked, answer) => {
    // Node gives requests and responses of HTTP/2 the members of those of HTTP/1.1.
    const [request, response] = [asked as unknown as IncomingMessage, answer as unknown as ServerResponse]
    const { headers } = request
    headers['x-forwarded-proto'] ??= 'https' // links lead to where the client came from
    if (request.httpVersionMajor === 2) {
      headers.host ??= String(asked.headers[':authority'] ?? 'localhost')
      withoutConnectionHeaders(response)
    }
    handle(request, response)
  })
}

/** HTTP/2 refuses headers that are about a connection (RFC 9113, 8.2.2). */
function withoutConnectionHeaders(response: ServerResponse): void {
  const write = response.writeHead.bind(response) as (status: number, headers: Headers) => ServerResponse
  const writeHead = (status: number, { Connection: _, ...headers }: Headers = {}): ServerResponse =>
    write(status, headers)
  Object.assign(response, { writeHead })
}

type Headers = Readonly<Record<string, string | number>>
