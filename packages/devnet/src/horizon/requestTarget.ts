import type { IncomingMessage } from 'node:http'

/** What stands in a request line, without scheme and host. */
export type RequestTarget = {
  /** As it was sent. */
  readonly path: string
  /** Without the question mark; empty when there is none. */
  readonly search: string
}

export function splitTarget(url = '/'): RequestTarget {
  const [path = '/', search = ''] = url.split(/\?(.*)/s, 2)
  return { path, search }
}

/** A target may be a whole URL, whose host then counts in place of the header's (RFC 9112, 3.2.2). Handlers see the path, as in any other. */
export function toOriginForm(request: IncomingMessage): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?]+)(.*)$/is.exec(request.url ?? '') ?? []
  if (host === undefined) return
  request.headers.host = host
  request.url = rest.startsWith('/') ? rest : `/${rest}`
}
