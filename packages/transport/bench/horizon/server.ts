import { type AddressInfo, createServer, type Socket } from 'node:net'
import { bookOf, codeOf } from './bodies.ts'

/**
 * As little of a server as can be, in a process of its own: requests are answered by a made book of the market that they are of, streams are kept
 * and each gets another book of 4 kB whenever the message `wave` comes. It ends with its parent.
 */
const ANSWER_LEVELS = 20
const STREAM_LEVELS = 24
const BOOK_COUNT = 50
const HEAD_END = '\r\n\r\n'

const indexes = Array.from({ length: BOOK_COUNT }, (_, index) => index)
const answers = new Map(indexes.map((index) => [codeOf(index), answerOf(index)]))

function answerOf(index: number): Buffer {
  const body = bookOf(index, ANSWER_LEVELS, 2)
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/hal+json; charset=utf-8',
    'Content-Disposition: inline',
    'Cache-Control: no-cache, no-store, max-age=0',
    'Vary: Origin',
    'Latest-Ledger: 60000000',
    'X-RateLimit-Limit: 36000000',
    'X-RateLimit-Remaining: 35999999',
    'X-RateLimit-Reset: 1',
    'Date: Fri, 02 Jan 2026 03:04:05 GMT',
    'Connection: keep-alive',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}${HEAD_END}${body}`)
}

const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
const events = indexes.map((index) => Buffer.from(chunk(`retry: 1000\ndata: ${bookOf(index, STREAM_LEVELS)}\n\n`)))
const streamHead = Buffer.from(
  [
    'HTTP/1.1 200 OK',
    'Content-Type: text/event-stream; charset=utf-8',
    'Cache-Control: no-cache',
    'Connection: keep-alive',
    `Transfer-Encoding: chunked${HEAD_END}${chunk('retry: 1000\nevent: open\ndata: "hello"\n\n')}`,
  ].join('\r\n'),
)

const notFound = `HTTP/1.1 404 Not Found\r\nContent-Length: 0${HEAD_END}`
const streams = new Set<Socket>()

function answer(socket: Socket, head: string): void {
  if (/^accept: text\/event-stream/im.test(head)) {
    streams.add(socket)
    socket.write(streamHead)
    return
  }
  socket.write(answers.get(/[?&]buying_asset_code=(\w+)/.exec(head)?.[1] ?? '') ?? notFound)
}

const server = createServer({ noDelay: true }, (socket) => {
  let text = ''
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1')
    for (let end = text.indexOf(HEAD_END); end !== -1; end = text.indexOf(HEAD_END)) {
      answer(socket, text.slice(0, end))
      text = text.slice(end + HEAD_END.length)
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => streams.delete(socket))
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
let wave = 0
process.on('message', () => {
  wave += 1
  const event = events[wave % BOOK_COUNT]
  if (event !== undefined) for (const socket of streams) socket.write(event)
})
process.once('disconnect', () => process.exit())
