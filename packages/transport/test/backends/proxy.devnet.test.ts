import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { systemClock } from '@sdex/primitives'
import { afterEach, expect, test, vi } from 'vitest'
import { createBackends } from '../../src/backends/createBackends.ts'
import type { PoolOptions } from '../../src/backends/poolOptions.ts'
import { ConnectionError } from '../../src/errors.ts'
import type { HttpBackend } from '../../src/httpBackend.ts'
import { authority } from './certificates.ts'
import { http2Server, httpServer, type RawServer } from './rawServers.ts'
import { get, readWhole } from './readWhole.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

type Proxy = AsyncDisposable & { readonly url: string; readonly seen: string[] }

/** A proxy that leads every name to one server: names like `horizon.example` need no resolver then. */
async function proxyTo({ port }: RawServer, refusal?: number): Promise<Proxy> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const allow = ({ headers, method, url }: IncomingMessage): boolean => {
    seen.push(`${method} ${url} ${headers['proxy-authorization'] ?? ''}`.trim())
    return refusal === undefined
  }
  const server = createServer((request, answer) => {
    if (!allow(request)) return answer.writeHead(refusal ?? 500).end()
    return answer.end('{"by":"proxy"}')
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.on('connect', (request, client) => {
    if (!allow(request)) return void client.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`)
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(onward).pipe(client)
    })
    sockets.add(onward)
    onward.on('error', () => client.destroy()).on('close', () => sockets.delete(onward))
    client.on('error', () => onward.destroy()).on('close', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function requests(options: PoolOptions = {}): HttpBackend {
  return createBackends({ clock: systemClock, ca: authority, ...options }).requests
}

test('behavior: https goes through a tunnel, with the credentials, the own authority and HTTP/2', async () => {
  await using server = await http2Server(({ httpVersion, authority: name }, answer) =>
    answer.end(`${httpVersion} ${name}`),
  )
  await using proxy = await proxyTo(server)
  await using backend = requests({ proxyUrl: proxy.url.replace('//', '//me:p%40ss@') })
  const ask = async () => readWhole(await backend.request(get('https://localhost:8443/')))
  expect(await Promise.all([ask(), ask()])).toEqual(['2.0 localhost:8443', '2.0 localhost:8443'])
  expect(proxy.seen).toEqual([`CONNECT localhost:8443 Basic ${btoa('me:p@ss')}`])
})

test('behavior: http is asked of the proxy', async () => {
  await using server = await httpServer((_, answer) => answer.end('{"by":"server"}'))
  await using proxy = await proxyTo(server)
  await using backend = requests({ proxyUrl: proxy.url })
  expect(await readWhole(await backend.request(get('http://horizon.example/ledgers?limit=1')))).toBe('{"by":"proxy"}')
  expect(proxy.seen).toEqual(['GET http://horizon.example/ledgers?limit=1'])
})

test('behavior: the environment names the proxy, NO_PROXY and this machine are exempt, and the option wins', async () => {
  await using server = await httpServer((_, answer) => answer.end('{"by":"server"}'))
  await using proxy = await proxyTo(server)
  await using other = await proxyTo(server)
  vi.stubEnv('HTTP_PROXY', proxy.url)
  vi.stubEnv('NO_PROXY', 'internal.invalid')
  await using backend = requests()
  await using explicit = requests({ proxyUrl: other.url })
  const ask = async (made: HttpBackend, url: string) => readWhole(await made.request(get(url)))
  expect(await ask(backend, 'http://horizon.example/')).toBe('{"by":"proxy"}')
  expect(await ask(backend, server.url)).toBe('{"by":"server"}')
  await expect(ask(backend, 'http://internal.invalid/')).rejects.toMatchObject({ fault: 'dns' })
  expect(await ask(explicit, 'http://horizon.example/')).toBe('{"by":"proxy"}')
  expect([proxy.seen.length, other.seen.length]).toEqual([1, 1])
})

test('error: a proxy that refuses, and one that wants a password, are told apart from the server', async () => {
  await using server = await httpServer((_, answer) => answer.end('{}'))
  for (const status of [403, 407]) {
    await using proxy = await proxyTo(server, status)
    await using backend = requests({ proxyUrl: proxy.url })
    const failed = backend.request(get('https://horizon.example/'))
    await expect(failed).rejects.toThrow(ConnectionError)
    await expect(failed).rejects.toMatchObject({ fault: 'proxy' })
  }
})

test('error: a proxy that is not there is an address where nobody listens', async () => {
  await using server = await httpServer((_, answer) => answer.end('{}'))
  const gone = await proxyTo(server)
  await gone[Symbol.asyncDispose]()
  await using backend = requests({ proxyUrl: gone.url })
  await expect(backend.request(get('https://horizon.example/'))).rejects.toMatchObject({ fault: 'refused' })
})

test('error: headers that only the client may send to a proxy are refused, and take no place', async () => {
  await using server = await httpServer((_, answer) => answer.end('{}'))
  await using proxy = await proxyTo(server)
  await using backend = requests({ proxyUrl: proxy.url, connectionCount: 1, maxQueuedCount: 0 })
  const headers = { 'proxy-authorization': 'Basic bWU6cHc=' }
  for (let count = 0; count < 2; count += 1) {
    await expect(backend.request(get('http://horizon.example/', { headers }))).rejects.toThrow(ConnectionError)
  }
  expect(proxy.seen).toEqual([])
})
