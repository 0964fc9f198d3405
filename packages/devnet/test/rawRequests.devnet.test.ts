import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'

const told: unknown[] = []
let net: Devnet
beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 'manual', controlPort: 0, onError: (error) => told.push(error) })
})
afterAll(() => net.close())
beforeEach(() => void told.splice(0))

const POSTS = {
  Horizon: () => `${net.url}/transactions`,
  friendbot: () => net.friendbotUrl,
  control: () => `${net.controlUrl}/ledgers`,
} as const

/** A connection with text sent over it, as it is. */
async function send(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** The whole answer to a request that is written by hand. */
async function answerTo(url: string, head: string): Promise<string> {
  const socket = await send(url, `${head}\r\nConnection: close\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}

test.each(Object.keys(POSTS) as (keyof typeof POSTS)[])(
  'behavior: a client that leaves %s in the middle of its body is no fault of the server',
  async (name) => {
    const url = POSTS[name]()
    const head = `POST ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded`
    const leaving = await send(url, `${head}\r\nContent-Length: 100\r\n\r\ntx=`)
    await fetch(url) // by then it is being read
    leaving.destroy()
    const confused = await send(url, `${head}\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n`)
    confused.resume()
    await once(confused, 'close')
    await fetch(url)
    expect(told).toEqual([])
  },
)

test('behavior: a path of slashes is asked of friendbot in vain, and nothing fails', async () => {
  expect(await answerTo(net.friendbotUrl, 'GET // HTTP/1.1\r\nHost: x')).toMatch(/^HTTP\/1\.1 404 /)
  expect(told).toEqual([])
})

test('behavior: a target that is a whole URL is served, and its host counts', async () => {
  const answer = await answerTo(net.url, 'GET http://far.example:1/ledgers/1?x=1 HTTP/1.1\r\nHost: near')
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toContain('"href": "http://far.example:1/ledgers/1"')
  expect(await answerTo(net.url, 'GET HTTP://far.example HTTP/1.1\r\nHost: near')).toContain(
    '"href": "http://far.example/',
  )
  expect(await answerTo(net.controlUrl ?? '', 'GET http://far.example/ HTTP/1.1\r\nHost: x')).toMatch(
    /^HTTP\/1\.1 200 /,
  )
})

test('behavior: a preflight is answered on any route, and other OPTIONS are a wrong method', async () => {
  const options = async (url: string, headers: Record<string, string> = {}): Promise<unknown> => {
    const { status, headers: sent } = await fetch(url, { method: 'OPTIONS', headers })
    return [status, sent.get('access-control-allow-methods')]
  }
  const asking = { Origin: 'http://page.example', 'Access-Control-Request-Method': 'POST' }
  for (const url of [`${net.url}/transactions`, net.friendbotUrl]) {
    expect(await options(url, asking)).toEqual([204, 'POST'])
    expect(await options(url)).toEqual([405, null])
    expect(await options(url, { Origin: 'http://page.example' })).toEqual([405, null])
  }
  expect(await options(`${net.url}/nothing`, asking)).toEqual([204, 'POST'])
  expect(await options(`${net.url}/nothing`)).toEqual([404, null])
})
