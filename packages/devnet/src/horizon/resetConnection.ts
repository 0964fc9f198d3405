import type { ServerResponse } from 'node:http'
import { constants, type Http2ServerResponse, type ServerHttp2Stream } from 'node:http2'
import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** Breaks a connection off without a word: a TCP reset, over TLS the end of the socket, over HTTP/2 a reset of the stream alone. */
export function resetConnection(response: ServerResponse): void {
  const stream = streamOf(response)
  const { socket } = response
  if (stream !== undefined) stream.close(constants.NGHTTP2_INTERNAL_ERROR)
  else if (socket instanceof TLSSocket)
    socket.destroy() // it has no reset of its own
  else if (socket instanceof Socket) socket.resetAndDestroy()
}

/** Breaks off once the headers have left. */
export function resetAfterHeaders(response: ServerResponse): void {
  const cut = (): void => resetConnection(response)
  response.flushHeaders()
  if (streamOf(response) === undefined) response.socket?.write('', cut)
  else setImmediate(cut)
}

/** Whoever serves HTTP/2 gives its responses to the same handlers. */
function streamOf(response: ServerResponse | Http2ServerResponse): ServerHttp2Stream | undefined {
  return 'stream' in response ? response.stream : undefined
}
