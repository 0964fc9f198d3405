import { connect } from 'node:net'

/** What came back. */
export type Answer = { readonly status: number; readonly bytes: number; readonly text: () => string }

/** A kept connection that does as little as can be, so that the server is what is measured: one request at a time, answers with a length. */
export type HttpConnection = {
  readonly isOpen: boolean
  request(bytes: string): Promise<Answer>
  close(): void
}

const HEAD_END = '\r\n\r\n'

export function openConnection(url: string): HttpConnection {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  let waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined
  let chunks: Buffer[] = []
  let [received, expected, bodyStart, status] = [0, Number.POSITIVE_INFINITY, 0, 0]
  let isOpen = true

  const readHead = (): void => {
    const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    const end = all.indexOf(HEAD_END)
    if (end === -1) return
    const head = all.toString('latin1', 0, end)
    bodyStart = end + HEAD_END.length
    status = Number(head.slice(9, 12))
    expected = bodyStart + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    received += chunk.length
    if (expected === Number.POSITIVE_INFINITY) readHead()
    if (received < expected) return
    const [whole, from] = [chunks, bodyStart]
    const answer = { status, bytes: expected - from, text: () => Buffer.concat(whole).toString('utf8', from) }
    chunks = []
    received = 0
    expected = Number.POSITIVE_INFINITY
    const { resolve } = waiting ?? {}
    waiting = undefined
    resolve?.(answer)
  })
  const fail = (cause: unknown): void => {
    isOpen = false
    waiting?.reject(new Error('The connection was closed', { cause }))
    waiting = undefined
  }
  socket.on('error', fail)
  socket.on('close', fail)
  return {
    get isOpen() {
      return isOpen
    },
    request: (bytes) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(bytes)
      }),
    close: () => socket.destroy(),
  }
}

/** As many connections as are needed at once; each is used in turn, so that none is idle for long. */
export type ConnectionPool = Disposable & {
  request(bytes: string): Promise<Answer>
  /** Opens connections beforehand, a few at a time. */
  fill(count: number): Promise<void>
}

const FILL_AT_ONCE = 50

export function createPool(url: string): ConnectionPool {
  const all = new Set<HttpConnection>()
  const idle: HttpConnection[] = []
  const take = (): HttpConnection => {
    for (let next = idle.shift(); next !== undefined; next = idle.shift()) {
      if (next.isOpen) return next
      all.delete(next)
    }
    const opened = openConnection(url)
    all.add(opened)
    return opened
  }
  const fill = async (count: number): Promise<void> => {
    for (let filled = 0; filled < count; filled += FILL_AT_ONCE) {
      const opening = Array.from({ length: FILL_AT_ONCE }, () => openConnection(url))
      await Promise.all(opening.map((connection) => connection.request(getRequest('/'))))
      for (const connection of opening) all.add(connection)
      idle.push(...opening)
    }
  }
  return {
    fill,
    request: async (bytes) => {
      const connection = take()
      try {
        return await connection.request(bytes)
      } catch {
        // It was just being closed, as servers do with what is idle. The same bytes may come again.
        return await take().request(bytes)
      } finally {
        idle.push(connection)
      }
    },
    [Symbol.dispose]: () => {
      for (const connection of all) connection.close()
    },
  }
}

export function getRequest(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: devnet\r\n\r\n`
}

/** A transaction envelope as Horizon takes it: a form with the field `tx`. */
export function submissionRequest(path: string, envelopeXdr: string): string {
  const body = `tx=${encodeURIComponent(envelopeXdr)}`
  const type = 'application/x-www-form-urlencoded'
  return `POST ${path} HTTP/1.1\r\nHost: devnet\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
