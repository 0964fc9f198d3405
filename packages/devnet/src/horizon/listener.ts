import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { InvalidOptionError } from '@sdex/primitives'
import type { Certificate } from './certificate.ts'
import { toOriginForm } from './requestTarget.ts'
import { createSecureListener } from './secureServer.ts'

/** An HTTP server that can be stopped and started again on the same port. */
export type Listener = {
  /** `http://127.0.0.1:8000`, once it was started. */
  readonly url: string
  /**
   * Listens; without effect when it does already.
   *
   * @throws InvalidOptionError when the port is taken or not allowed.
   */
  start(): Promise<void>
  /** Stops listening and destroys every open socket. */
  stop(): Promise<void>
}

export type ListenerOptions = {
  readonly host: string
  /** 0 lets the system choose; later starts use the same again. */
  readonly port: number
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Speaks TLS with it, and HTTP/2. */
  readonly certificate?: Certificate | undefined
}

/** Connections that wait to be taken, as Go's servers let them; Node's 511 are few for clients that all come at once. */
const BACKLOG = 4_096
/** Time that a client has to send its request, as in Horizon. */
const REQUEST_TIMEOUT_MS = 5_000

/** Makes a listener that does not listen yet. */
export function createListener({ host, port: wanted, handle, certificate }: ListenerOptions): Listener {
  let port = wanted === 0 ? undefined : wanted
  let server: Server | Http2SecureServer | undefined
  const sockets = new Set<Socket>()
  let started: Promise<void> = Promise.resolve()

  const accept: ListenerOptions['handle'] = (request, response) => {
    toOriginForm(request)
    handle(request, response)
  }
  const start = (): Promise<void> => {
    if (server !== undefined) return started
    started = begin()
    return started
  }
  const begin = async (): Promise<void> => {
    const starting =
      certificate === undefined
        ? createServer({ requestTimeout: REQUEST_TIMEOUT_MS, noDelay: true }, accept)
        : createSecureListener(certificate, accept)
    starting.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    server = starting
    try {
      port = await listen(starting, { host, port: port ?? 0 })
    } catch (cause) {
      server = undefined
      throw new InvalidOptionError({
        message: `Cannot listen on ${host}:${wanted}: ${(cause as NodeJS.ErrnoException).code ?? 'unknown error'}.`,
        remedy: 'Choose another port, or 0 for a free one.',
        input: wanted,
        cause,
      })
    }
  }
  const stop = async (): Promise<void> => {
    await started.catch(() => undefined) // told to whoever started it; one that is not listening yet cannot be closed
    const stopping = server
    if (stopping === undefined) return
    server = undefined
    const closed = new Promise<void>((resolve) => stopping.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    get url() {
      return `${certificate === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
    },
    start,
    stop,
  }
}

function listen(
  server: Server | Http2SecureServer,
  at: { readonly host: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...at, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
