import { constants } from 'node:http2'
import { connect } from 'node:net'
import { inspect } from 'node:util'
import { ClosedError, systemClock } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createBackends } from '../../src/backends/createBackends.ts'
import { createFetchBackend } from '../../src/backends/fetch/createFetchBackend.ts'
import type { PoolOptions } from '../../src/backends/poolOptions.ts'
import { ConnectionError } from '../../src/errors.ts'
import type { HttpBackend } from '../../src/httpBackend.ts'
import { authority } from './certificates.ts'
import { http2Server, httpServer, httpsServer, tcpServer } from './rawServers.ts'
import { get, readWhole } from './readWhole.ts'

function requests(options: PoolOptions = {}): HttpBackend {
  return createBackends({ clock: systemClock, ...options }).requests
}

/** The error of a request, or of its body. */
async function failure(backend: HttpBackend, url: string): Promise<ConnectionError> {
  try {
    await readWhole(await backend.request(get(url)))
  } catch (error) {
    if (error instanceof ConnectionError) return error
    throw error
  }
  throw new Error('It was answered')
}

test('error: each way in which TLS fails is told apart', async () => {
  await using selfSigned = await httpsServer('selfSigned', (_, answer) => answer.end('{}'))
  await using good = await httpsServer('good', (_, answer) => answer.end('{}'))
  await using wrongName = await httpsServer('wrongName', (_, answer) => answer.end('{}'))
  await using expired = await httpsServer('expired', (_, answer) => answer.end('{}'))
  await using plain = await httpServer((_, answer) => answer.end('{}'))
  await using backend = requests({ ca: authority })
  await using strict = requests()
  const told = async (made: HttpBackend, url: string) => {
    const { fault, message } = await failure(made, url)
    return [fault, /\(([A-Z0-9_]+)\)/.exec(message)?.[1]]
  }
  expect(await told(backend, selfSigned.url)).toEqual(['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT'])
  expect(await told(strict, good.url)).toEqual(['tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])
  expect(await told(backend, wrongName.url)).toEqual(['tls', 'ERR_TLS_CERT_ALTNAME_INVALID'])
  expect(await told(backend, expired.url)).toEqual(['tls', 'CERT_HAS_EXPIRED'])
  expect((await failure(backend, `https://127.0.0.1:${plain.port}`)).fault).toBe('tls')
  expect((await failure(strict, good.url)).remedy).toMatch(/`ca`/)
})

test('behavior: a server of an own authority is trusted when `ca` names it', async () => {
  await using server = await httpsServer('good', (_, answer) => answer.end('{"ok":true}'))
  await using backend = requests({ ca: [authority] })
  expect(await readWhole(await backend.request(get(server.url)))).toBe('{"ok":true}')
})

test.each([
  ['undici', () => requests()],
  ['fetch', () => createFetchBackend()],
])(
  'error: over %s, nothing of the request is in the error where something that speaks no HTTP repeats it',
  async (_, make) => {
    await using echo = await tcpServer((socket) => socket.pipe(socket))
    await using backend = make()
    const request = get(`${echo.url}/pathkey?key=querykey`, { headers: { authorization: 'Bearer headerkey' } })
    const error: unknown = await backend.request(request).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConnectionError)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/(path|query|header)key/)
  },
)

test('error: an unknown name, a closed port and broken connections are told apart', async () => {
  await using beforeHead = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
  await using afterHead = await tcpServer((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    }),
  )
  await using cutShort = await tcpServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":')),
  )
  await using chunkedShort = await tcpServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"half":\r\n')),
  )
  await using babble = await tcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0-server\r\n\r\n')))
  const gone = await tcpServer(() => {})
  await gone[Symbol.asyncDispose]()
  await using backend = requests()
  const faultOf = async (url: string) => (await failure(backend, url)).fault
  expect(await faultOf('http://no-such-host.invalid')).toBe('dns')
  expect(await faultOf(gone.url)).toBe('refused')
  expect(await faultOf(beforeHead.url)).toBe('reset')
  expect(await faultOf(afterHead.url)).toBe('reset')
  expect(await faultOf(cutShort.url)).toBe('reset')
  expect(await faultOf(chunkedShort.url)).toBe('reset')
  expect(await faultOf(babble.url)).toBe('other')
})

test('error: what broke off after the head gives what came before first', async () => {
  await using server = await tcpServer((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half":', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    }),
  )
  await using backend = requests()
  const { status, body } = await backend.request(get(server.url))
  const chunks: string[] = []
  const reading = async () => {
    for await (const chunk of body) chunks.push(Buffer.from(chunk).toString())
  }
  await expect(reading()).rejects.toThrow(ConnectionError)
  expect([status, chunks.join('')]).toEqual([200, '{"half":'])
})

test('error: over HTTP/2 a stream that is reset, and a session that ends, are a broken connection', async () => {
  await using server = await http2Server(({ url, stream }, answer) => {
    if (url === '/beforeHead') return stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    if (url === '/session') return stream.session?.destroy()
    answer.writeHead(200)
    answer.write('{"half":')
    return setTimeout(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR), 20)
  })
  await using backend = requests({ ca: authority })
  for (const path of ['/beforeHead', '/afterHead', '/session']) {
    expect((await failure(backend, `${server.url}${path}`)).fault, path).toBe('reset')
  }
})

test('error: TLS that breaks once a form was sent is a broken connection: the server has the form', async () => {
  let breakTls = (): void => {}
  const forms: string[] = []
  await using server = await http2Server(({ stream }) => {
    stream.once('data', (form) => {
      forms.push(String(form))
      breakTls()
    })
  })
  await using wire = await tcpServer((socket) => {
    const onward = connect(server.port, '127.0.0.1')
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
    socket.pipe(onward).pipe(socket)
    breakTls = () => socket.write('no record of TLS')
  })
  await using backend = requests({ ca: authority })
  const sent = backend.request(get(`https://127.0.0.1:${wire.port}`, { method: 'POST', body: 'tx=AAAA' }))
  await expect(sent).rejects.toMatchObject({ fault: 'reset', message: expect.stringContaining('ERR_SSL') })
  expect(forms).toEqual(['tx=AAAA'])
})

test('behavior: over HTTP/2 a server that says goodbye finishes what it has; what comes after goes elsewhere', async () => {
  await using server = await http2Server(({ stream }, answer) => {
    stream.session?.goaway()
    setTimeout(() => answer.end('{}'), 20)
  })
  await using backend = requests({ ca: authority })
  for (let count = 0; count < 3; count += 1) {
    expect(await readWhole(await backend.request(get(server.url)))).toBe('{}')
  }
  expect(server.connectionCount()).toBe(3)
})

test('behavior: a redirect is an answer, and followed nowhere', async () => {
  let followed = 0
  await using elsewhere = await httpServer((_, answer) => {
    followed += 1
    answer.end('{}')
  })
  await using server = await httpServer((request, answer) => {
    if (request.url === '/here') followed += 1
    answer.writeHead(307, { location: request.url === '/friendbot' ? elsewhere.url : '/here' }).end('{}')
  })
  await using backend = requests()
  const answer = await backend.request(get(`${server.url}/friendbot`))
  await readWhole(answer)
  expect([answer.status, answer.headers['location']]).toEqual([307, elsewhere.url])
  const near = await backend.request(get(server.url))
  await readWhole(near)
  expect([near.status, followed]).toEqual([307, 0])
})

test('error: after close() nothing is sent', async () => {
  const backend = requests()
  await backend.close()
  await expect(backend.request(get('http://127.0.0.1:1'))).rejects.toThrow(ClosedError)
})
