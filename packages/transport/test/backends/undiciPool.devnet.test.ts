import { setTimeout as delay } from 'node:timers/promises'
import { ClosedError, systemClock } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createBackends } from '../../src/backends/createBackends.ts'
import type { Backends, PoolOptions } from '../../src/backends/poolOptions.ts'
import { QueueFullError } from '../../src/errors.ts'
import { authority } from './certificates.ts'
import { http2Server, httpServer, tcpServer } from './rawServers.ts'
import { get, readWhole } from './readWhole.ts'

function make(options: PoolOptions = {}): Backends & AsyncDisposable {
  const backends = createBackends({ clock: systemClock, closeTimeoutMs: 200, ca: authority, ...options })
  return {
    ...backends,
    [Symbol.asyncDispose]: async () => {
      await backends.streams.close()
      await backends.requests.close()
    },
  }
}

/** Holds answers back until told. */
function gate() {
  const waiting: (() => void)[] = []
  return {
    hold: (answer: () => void) => waiting.push(answer),
    open: () => {
      for (const answer of waiting.splice(0)) answer()
    },
    get count() {
      return waiting.length
    },
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5)
}

test('behavior: HTTP/1.1 keeps to the connections, the rest waits; what is beyond the queue is refused at once', async () => {
  const held = gate()
  await using server = await httpServer((_, answer) => held.hold(() => answer.end('{}')))
  await using backends = make({ connectionCount: 2, maxQueuedCount: 3 })
  const { requests } = backends
  const five = Array.from({ length: 5 }, async () => readWhole(await requests.request(get(server.url))))
  await until(() => held.count === 2)
  await expect(requests.request(get(server.url))).rejects.toThrow(QueueFullError)
  for (let left = 5; left > 0; left -= 2) {
    await until(() => held.count === Math.min(2, left))
    held.open()
  }
  expect(await Promise.all(five)).toEqual(Array(5).fill('{}'))
  expect(server.connectionCount()).toBe(2)
  const after = requests.request(get(server.url))
  await until(() => held.count === 1)
  held.open()
  expect(await readWhole(await after)).toBe('{}')
})

test('behavior: a bound holds for each server by itself, and keeps no form out', async () => {
  const held = gate()
  await using busy = await httpServer((_, answer) => held.hold(() => answer.end('{}')))
  await using idle = await httpServer((_, answer) => answer.end('{}'))
  await using backends = make({ connectionCount: 1, maxQueuedCount: 0 })
  const first = backends.requests.request(get(busy.url))
  await expect(backends.requests.request(get(busy.url))).rejects.toThrow(QueueFullError)
  const form = backends.requests.request(get(busy.url, { method: 'POST', body: 'tx=AAA' }))
  expect(await readWhole(await backends.requests.request(get(idle.url)))).toBe('{}')
  await until(() => held.count === 1)
  held.open()
  await readWhole(await first)
  await until(() => held.count === 1)
  held.open()
  await readWhole(await form)
})

test('behavior: where the server offers HTTP/2, many requests share few connections', async () => {
  const held = gate()
  const versions = new Set<string>()
  await using server = await http2Server((request, answer) => {
    versions.add(request.httpVersion)
    held.hold(() => answer.end('{}'))
  })
  await using backends = make({ connectionCount: 2 })
  const many = Array.from({ length: 80 }, async () => readWhole(await backends.requests.request(get(server.url))))
  await until(() => held.count === 80)
  held.open()
  await Promise.all(many)
  expect([...versions]).toEqual(['2.0'])
  expect(server.connectionCount()).toBe(1)
})

test('behavior: streams over HTTP/2 keep to the limit that the server sets, and open another connection beyond', async () => {
  const open = new Set<object>()
  let most = 0
  await using server = await http2Server(
    ({ stream }, answer) => {
      const session = stream?.session ?? {}
      open.add(stream)
      const ofSession = [...open].filter((one) => (one as typeof stream).session === session).length
      most = Math.max(most, ofSession)
      stream.on('close', () => open.delete(stream))
      answer.writeHead(200, { 'content-type': 'text/event-stream' })
      answer.write('retry: 1000\n\n')
    },
    { maxConcurrentStreams: 10 },
  )
  await using backends = make()
  const line = new AbortController()
  const streams = await Promise.all(
    Array.from({ length: 35 }, () => backends.streams.request(get(server.url, { signal: line.signal }))),
  )
  expect(streams.every(({ status }) => status === 200)).toBe(true)
  expect([most <= 10, server.connectionCount()]).toEqual([true, 4])
  line.abort()
  await until(() => open.size === 0)
})

test('behavior: a stream that is aborted ends itself alone', async () => {
  const writers = new Map<string, (text: string) => void>()
  const closed: string[] = []
  await using server = await http2Server(({ url, stream }, answer) => {
    stream.on('close', () => closed.push(url))
    answer.writeHead(200, { 'content-type': 'text/event-stream' })
    answer.write(`data: hello\n\n`)
    writers.set(url, (text) => void answer.write(text))
  })
  await using backends = make()
  const lines = ['/a', '/b'].map(() => new AbortController())
  const [first, second] = await Promise.all(
    ['/a', '/b'].map((path, index) =>
      backends.streams.request(get(`${server.url}${path}`, { signal: lines[index]?.signal ?? AbortSignal.abort() })),
    ),
  )
  const left = first?.body[Symbol.asyncIterator]()
  const kept = second?.body[Symbol.asyncIterator]()
  await left?.next()
  await kept?.next()
  const next = left?.next()
  lines[0]?.abort(new Error('left'))
  await expect(next).rejects.toThrow('left')
  await until(() => closed.length > 0)
  writers.get('/b')?.('data: more\n\n')
  const more = await kept?.next()
  expect(Buffer.from(more?.value ?? '').toString()).toBe('data: more\n\n')
  expect([closed, server.connectionCount()]).toEqual([['/a'], 1])
  lines[1]?.abort()
})

test('behavior: open streams leave requests their connections', async () => {
  await using server = await httpServer((request, answer) => {
    if (request.url !== '/stream') return answer.end('{}')
    answer.writeHead(200, { 'content-type': 'text/event-stream' })
    return answer.write('retry: 1000\n\n')
  })
  await using backends = make({ connectionCount: 1 })
  const line = new AbortController()
  const ask = () => backends.streams.request(get(`${server.url}/stream`, { signal: line.signal }))
  await Promise.all(Array.from({ length: 30 }, ask))
  expect(await readWhole(await backends.requests.request(get(server.url)))).toBe('{}')
  line.abort()
})

test('behavior: an aborted request leaves the queue without being sent, and its place to the next one', async () => {
  const held = gate()
  const seen: (string | undefined)[] = []
  await using server = await httpServer(({ url }, answer) => {
    seen.push(url)
    held.hold(() => answer.end('{}'))
  })
  await using backends = make({ connectionCount: 1 })
  const ask = (path: string, signal?: AbortSignal) =>
    backends.requests.request(get(`${server.url}${path}`, signal === undefined ? {} : { signal }))
  const first = ask('/first')
  const abort = new AbortController()
  const second = ask('/second', abort.signal)
  const third = ask('/third')
  await until(() => held.count === 1)
  abort.abort(new Error('changed my mind'))
  await expect(second).rejects.toThrow('changed my mind')
  held.open()
  await readWhole(await first)
  await until(() => held.count === 1)
  held.open()
  await readWhole(await third)
  expect(seen).toEqual(['/first', '/third'])
})

test('behavior: a reader who leaves a body frees the connection', async () => {
  await using server = await httpServer((request, answer) => {
    if (request.url === '/small') return answer.end('{}')
    answer.writeHead(200)
    return answer.write('x'.repeat(1 << 20))
  })
  await using backends = make({ connectionCount: 1 })
  for await (const _ of (await backends.requests.request(get(server.url))).body) break
  expect(await readWhole(await backends.requests.request(get(`${server.url}/small`)))).toBe('{}')
})

test('behavior: a slow reader stops the socket, and gets every byte', async () => {
  const size = 8 << 20
  await using server = await httpServer((_, answer) => answer.end(Buffer.alloc(size, 'x')))
  await using backends = make()
  let length = 0
  for await (const chunk of (await backends.requests.request(get(server.url))).body) {
    length += chunk.length
    if (length < 1 << 20) await delay(5)
  }
  expect(length).toBe(size)
})

test('behavior: close() waits for what is under way, up to its deadline', async () => {
  await using server = await httpServer((request, answer) => {
    if (request.url === '/slow') setTimeout(() => answer.end('{"late":true}'), 100)
  })
  const patient = make({ closeTimeoutMs: 2_000 })
  const slow = patient.requests.request(get(`${server.url}/slow`)).then(readWhole)
  await delay(20)
  await patient[Symbol.asyncDispose]()
  expect(await slow).toBe('{"late":true}')

  const hasty = make({ closeTimeoutMs: 50 })
  const never = hasty.requests.request(get(`${server.url}/never`))
  const end = expect(never).rejects.toThrow(ClosedError)
  await delay(20)
  const startMs = performance.now()
  await hasty[Symbol.asyncDispose]()
  await end
  expect(performance.now() - startMs).toBeLessThan(1_000)
})

test('behavior: a kept connection that the server closes under a request costs a read nothing; a form is not sent again', async () => {
  const served = new Set<object>()
  const seen: (string | undefined)[] = []
  await using server = await httpServer(({ method, url, socket }, answer) => {
    seen.push(`${method} ${url}`)
    if (served.has(socket)) return socket.destroy()
    served.add(socket)
    return answer.end('{}')
  })
  await using backends = make({ connectionCount: 1 })
  const { requests } = backends
  expect(await readWhole(await requests.request(get(`${server.url}/1`)))).toBe('{}')
  expect(await readWhole(await requests.request(get(`${server.url}/2`)))).toBe('{}')
  await expect(requests.request(get(`${server.url}/3`, { method: 'POST', body: 'tx=A' }))).rejects.toMatchObject({
    fault: 'reset',
  })
  expect(seen).toEqual(['GET /1', 'GET /2', 'GET /2', 'POST /3'])
})

test('error: a new connection that the server closes at once is not tried again', async () => {
  let requestCount = 0
  await using server = await httpServer(({ socket }) => {
    requestCount += 1
    socket.destroy()
  })
  await using backends = make()
  await expect(backends.requests.request(get(server.url))).rejects.toMatchObject({ fault: 'reset' })
  expect(requestCount).toBe(1)
})

test('behavior: close() does not wait for what its callers left, such as a connection that is still being made', async () => {
  await using silent = await tcpServer(() => {})
  const backends = make({ closeTimeoutMs: 10_000 })
  const left = new AbortController()
  const { signal } = left
  const asked = [
    backends.requests.request(get(silent.url, { signal })),
    backends.requests.request(get(silent.url.replace('http:', 'https:'), { signal })),
  ]
  await until(() => silent.connectionCount() === 2)
  left.abort(new Error('left'))
  for (const one of asked) await expect(one).rejects.toThrow('left')
  const startMs = performance.now()
  await backends[Symbol.asyncDispose]()
  expect(performance.now() - startMs).toBeLessThan(1_000)
})
