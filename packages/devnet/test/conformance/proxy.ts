import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Closeable } from '@sdex/primitives'
import type { Breakage } from './breakage.ts'

/** Stands between cards and a server, and breaks what it is told to. */
export type BreakingProxy = Closeable & {
  readonly url: string
  /** Breaks answers from now on. */
  break(breakage: Breakage | undefined): void
  /** How many answers and events differ from what the server sent, since the last `break`. */
  readonly brokenCount: number
}

/** Starts a proxy on a free port. The host that the card asked stays in the request, and so in the links. */
export async function createProxy(target: string): Promise<BreakingProxy> {
  const agent = new Agent({ keepAlive: true })
  let breakage: Breakage | undefined
  let brokenCount = 0
  const broke = (): void => {
    brokenCount += 1
  }
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming
    const forwarded = request(`${target}${url}`, { agent, method, headers, setHost: false }, (answer) => {
      answer.on('error', () => outgoing.destroy())
      const isBroken = breakage?.on?.test(`${method} ${url}`) ?? true
      pass({ answer, outgoing, breakage: isBroken ? breakage : undefined, broke })
    })
    forwarded.on('error', () => outgoing.destroy())
    outgoing.on('close', () => forwarded.destroy())
    incoming.pipe(forwarded)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    agent.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    break: (next) => {
      breakage = next
      brokenCount = 0
    },
    get brokenCount() {
      return brokenCount
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

type Passage = {
  readonly answer: IncomingMessage
  readonly outgoing: ServerResponse
  readonly breakage: Breakage | undefined
  broke(): void
}

function pass(passage: Passage): void {
  const isStream = passage.answer.headers['content-type']?.startsWith('text/event-stream') === true
  if (isStream) passStream(passage)
  else passAnswer(passage)
}

function passAnswer({ answer, outgoing, breakage, broke }: Passage): void {
  const chunks: Buffer[] = []
  answer.on('data', (chunk: Buffer) => chunks.push(chunk))
  answer.on('end', () => {
    const body = Buffer.concat(chunks)
    const { 'content-length': _, 'transfer-encoding': __, connection: ___, ...headers } = answer.headers
    const sent = { status: answer.statusCode ?? 0, headers, text: body.toString() }
    const passed = breakage?.answer?.(sent) ?? sent
    if (JSON.stringify(passed) !== JSON.stringify(sent)) broke()
    const all = Object.entries(passed.headers).filter(([, value]) => value !== undefined)
    outgoing.writeHead(passed.status, Object.fromEntries(all) as Record<string, string>)
    outgoing.end(passed.text === sent.text ? body : passed.text)
  })
}

function passStream({ answer, outgoing, breakage, broke }: Passage): void {
  const sent = { status: answer.statusCode ?? 0, headers: answer.headers, text: '' }
  const passed = breakage?.answer?.(sent) ?? sent
  if (JSON.stringify(passed) !== JSON.stringify(sent)) broke()
  const all = Object.entries(passed.headers).filter(([, value]) => value !== undefined)
  outgoing.writeHead(passed.status, Object.fromEntries(all) as Record<string, string>)
  let text = ''
  let index = 0
  answer.setEncoding('utf8')
  answer.on('data', (chunk: string) => {
    const parts = `${text}${chunk}`.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const events = breakage?.event?.(part, index) ?? [part]
      index += 1
      if (events.length !== 1 || events[0] !== part) broke()
      for (const event of events) outgoing.write(`${event}\n\n`)
    }
  })
  answer.on('end', () => outgoing.end())
}
