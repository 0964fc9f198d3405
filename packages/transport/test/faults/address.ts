import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One of several addresses of a server, which can die, hang or be slow while the server goes on. */
export type Address = AsyncDisposable & {
  readonly url: string
  /** Method, path and query of what came. */
  readonly asked: readonly string[]
  /** Forms that came, whole. */
  readonly posts: readonly string[]
  /** Where it goes; another server may take its place. */
  to: string
  /** Milliseconds of the machine until a request goes on. */
  delayMs: number
  /** Takes requests and answers none. */
  isMute: boolean
  /** Called before an answer is sent; what it does to the proxy comes first. */
  onAnswer: ((asked: string) => void) | undefined
  /** Cuts every connection; new ones are cut as they send something. */
  kill(): void
  revive(): void
}

export async function startAddress(to: string): Promise<Address> {
  const sockets = new Set<Socket>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const [asked, posts]: [string[], string[]] = [[], []]
  let isDead = false

  const forward = (from: IncomingMessage, answer: ServerResponse, body: string): void => {
    const { method = 'GET', url = '/', headers } = from
    const onward = request(new URL(url, address.to), { method, headers, agent: false }, (response) => {
      address.onAnswer?.(`${method} ${url}`)
      if (isDead || address.isMute) return void response.destroy()
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.on('error', () => answer.destroy())
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    onward.end(body)
  }
  const server = createServer((from, answer) => {
    const chunks: string[] = []
    asked.push(`${from.method} ${from.url}`)
    if (isDead) return void from.socket.destroy()
    from.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    from.on('end', () => {
      if (from.method === 'POST') posts.push(chunks.join(''))
      if (address.isMute) return
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (!answer.destroyed) forward(from, answer, chunks.join(''))
      }, address.delayMs)
      timers.add(timer)
    })
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const address: Address = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ asked, posts, to, delayMs: 0, isMute: false, onAnswer: undefined },
    kill: () => {
      isDead = true
      cutAll()
    },
    revive: () => {
      isDead = false
    },
    [Symbol.asyncDispose]: async () => {
      isDead = true
      for (const timer of timers) clearTimeout(timer)
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return address
}
