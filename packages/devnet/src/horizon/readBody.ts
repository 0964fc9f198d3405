import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'

/** The client left before its body was whole, or sent what is no body: there is nobody to answer, and nothing is wrong with the server. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError'
}

/**
 * The body of a request. One that is too large is read to its end and forgotten: a connection with unread bytes in it would serve no further request.
 *
 * @returns Undefined when it is too large.
 * @throws ClientGoneError when it does not come to its end.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
    }
  } catch (cause) {
    throw new ClientGoneError('The client left in the middle of its request', { cause })
  }
  return size <= maxBytes ? Buffer.concat(chunks) : undefined
}
