import { createServer as createHttp, type Server as HttpServer, type RequestListener } from 'node:http'
import {
  createSecureServer as createHttp2,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Settings,
} from 'node:http2'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { type CertificateName, certificate } from './certificates.ts'

/** A server of a test on a port of its own. */
export type RawServer = AsyncDisposable & { readonly url: string; readonly port: number; connectionCount(): number }

export function httpServer(handler: RequestListener): Promise<RawServer> {
  return started(createHttp(handler), 'http')
}

export function httpsServer(name: CertificateName, handler: RequestListener): Promise<RawServer> {
  return started(createHttps(certificate(name), handler), 'https')
}

export type Http2Handler = (request: Http2ServerRequest, response: Http2ServerResponse) => void

/** Offers HTTP/2, and HTTP/1.1 to whoever does not take it. */
export function http2Server(handler: Http2Handler, settings: Settings = {}): Promise<RawServer> {
  return started(createHttp2({ ...certificate('good'), allowHTTP1: true, settings }, handler), 'https')
}

/** Speaks no HTTP: the test writes the bytes. */
export function tcpServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  return started(createTcp(onConnection), 'http')
}

async function started(server: Server | HttpServer | Http2SecureServer, protocol: string): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let count = 0
  server.on('connection', (socket: Socket) => {
    count += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    port,
    connectionCount: () => count,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
