import type { IncomingMessage } from 'node:http'

/**
 * The address that a request counts for: the first of `X-Forwarded-For` if there is one, which a client may claim as it likes, otherwise the socket's.
 * What follows the last colon is cut as a port, as Horizon does, so that a bare IPv6 address in the header loses its last group.
 */
export function clientAddress({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  const forwarded = headers['x-forwarded-for']
  const [first = ''] = (Array.isArray(forwarded) ? forwarded.join() : (forwarded ?? '')).split(',')
  const claimed = first.trim()
  if (claimed === '') return socket.remoteAddress ?? ''
  const colon = claimed.lastIndexOf(':')
  return colon === -1 ? claimed : claimed.slice(0, colon)
}
