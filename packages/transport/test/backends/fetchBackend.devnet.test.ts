import { setTimeout as delay } from 'node:timers/promises'
import { ClosedError } from '@sdex/primitives'
import { afterEach, expect, test, vi } from 'vitest'
import { createFetchBackend } from '../../src/backends/fetch/createFetchBackend.ts'
import { ConnectionError, QueueFullError } from '../../src/errors.ts'
import { httpServer, tcpServer } from './rawServers.ts'
import { get, readWhole } from './readWhole.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(5)
}

test('behavior: requests and forms are answered, whatever the status', async () => {
  await using server = await httpServer(async (request, answer) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    answer.writeHead(404, { 'latest-ledger': '7', connection: 'close' })
    answer.end(`${request.method} ${request.headers['content-type'] ?? ''} ${Buffer.concat(chunks)}`)
  })
  await using backend = createFetchBackend()
  const answer = await backend.request(get(server.url))
  expect([answer.status, answer.headers['latest-ledger'], await readWhole(answer)]).toEqual([404, '7', 'GET  '])
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = await backend.request(get(server.url, { method: 'POST', headers, body: 'tx=AAA' }))
  expect(await readWhole(form)).toBe('POST application/x-www-form-urlencoded tx=AAA')
})

test('behavior: a stream comes as it is written; leaving it, or aborting, ends it at the server', async () => {
  let closed = 0
  await using server = await httpServer((_, answer) => {
    answer.on('close', () => {
      closed += 1
    })
    answer.writeHead(200, { 'content-type': 'text/event-stream' })
    answer.write('data: 1\n\n')
  })
  await using backend = createFetchBackend()
  for await (const chunk of (await backend.request(get(server.url))).body) {
    expect(Buffer.from(chunk).toString()).toBe('data: 1\n\n')
    break
  }
  await until(() => closed === 1)
  const line = new AbortController()
  const { body } = await backend.request(get(server.url, { signal: line.signal }))
  const iterator = body[Symbol.asyncIterator]()
  await iterator.next()
  const next = iterator.next()
  line.abort(new Error('left'))
  await expect(next).rejects.toThrow('left')
  await until(() => closed === 2)
})

test('error: what fetch fails with is typed, before the head and after, and offline is told', async () => {
  await using afterHead = await tcpServer((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    }),
  )
  await using backend = createFetchBackend()
  const half = await backend.request(get(afterHead.url))
  await expect(readWhole(half)).rejects.toMatchObject({ fault: 'other' })
  await expect(backend.request(get('http://no-such-host.invalid'))).rejects.toThrow(ConnectionError)
  vi.stubGlobal('navigator', { onLine: false })
  await expect(backend.request(get('http://no-such-host.invalid'))).rejects.toMatchObject({ fault: 'offline' })
})

test('error: a redirect that the runtime hides is an error, one that it shows an answer', async () => {
  await using server = await httpServer((_, answer) =>
    answer.writeHead(307, { location: '/there', connection: 'close' }).end(),
  )
  await using shown = createFetchBackend()
  const answer = await shown.request(get(server.url))
  expect([answer.status, await readWhole(answer)]).toEqual([307, ''])
  const hidden = { ...Response.error(), type: 'opaqueredirect' } as unknown as Response
  await using browser = createFetchBackend({ fetch: async () => hidden })
  await expect(browser.request(get(server.url))).rejects.toThrow(/redirects/)
})

test('error: what is beyond the bound is refused; a place is free again when its body was read', async () => {
  await using server = await httpServer((_, answer) => answer.writeHead(200, { connection: 'close' }).end('{}'))
  await using backend = createFetchBackend({ connectionCount: 1, maxQueuedCount: 0 })
  const first = await backend.request(get(server.url))
  await expect(backend.request(get(server.url))).rejects.toThrow(QueueFullError)
  await readWhole(first)
  expect(await readWhole(await backend.request(get(server.url)))).toBe('{}')
})

test('behavior: close() waits for what is under way, up to its deadline; after it nothing is sent', async () => {
  await using server = await httpServer((request, answer) => {
    if (request.url === '/slow') setTimeout(() => answer.writeHead(200, { connection: 'close' }).end('{"late":1}'), 100)
  })
  const patient = createFetchBackend({ closeTimeoutMs: 2_000 })
  const slow = patient.request(get(`${server.url}/slow`)).then(readWhole)
  await patient.close()
  expect(await slow).toBe('{"late":1}')
  await expect(patient.request(get(server.url))).rejects.toThrow(ClosedError)
  const hasty = createFetchBackend({ closeTimeoutMs: 30 })
  const never = expect(hasty.request(get(`${server.url}/never`))).rejects.toThrow(ClosedError)
  await hasty.close()
  await never
})
