import { once } from 'node:events'
import { createServer } from 'node:http'
import { createGcraServer, type GcraServer } from '../gcraServer.ts'

/** A GCRA server over HTTP with Horizon's headers. */
export type GcraHttpServer = AsyncDisposable & {
  readonly url: string
  readonly counts: Pick<GcraServer, 'admitted' | 'refused'>
}

/** Starts one on a free port of this machine. */
export async function startGcraServer(requestsPerHour: number, burst: number): Promise<GcraHttpServer> {
  const gcra = createGcraServer(requestsPerHour, burst)
  const server = createServer((request, response) => {
    if (request.url === '/warm-up') return void response.end()
    const { status, remaining = 0, resetMs = 0, retryAfterMs } = gcra.request(performance.now())
    response.statusCode = status
    response.setHeader('x-ratelimit-remaining', remaining)
    response.setHeader('x-ratelimit-reset', resetMs / 1_000)
    if (retryAfterMs !== undefined) response.setHeader('retry-after', retryAfterMs / 1_000)
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    counts: gcra,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
