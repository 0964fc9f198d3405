import type { RequestListener } from 'node:http'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { systemClock } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createBackends } from '../../src/backends/createBackends.ts'
import type { PoolOptions } from '../../src/backends/poolOptions.ts'
import { ConnectionError, ResponseTooLargeError } from '../../src/errors.ts'
import type { HttpBackend } from '../../src/httpBackend.ts'
import { authority } from './certificates.ts'
import { httpServer, httpsServer } from './rawServers.ts'
import { get, readWhole } from './readWhole.ts'

const book = JSON.stringify({
  bids: Array.from({ length: 400 }, (_, n) => ({ price_r: { n, d: 7 }, amount: `${n}.5` })),
})

const codings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  raw: deflateRawSync,
}

function requests(options: PoolOptions = {}): HttpBackend {
  return createBackends({ clock: systemClock, ca: authority, ...options }).requests
}

/** Answers in the coding that the path names. */
const coded: RequestListener = ({ url = '/' }, answer) => {
  const name = url.slice(1)
  const bytes = codings[name]?.(book) ?? Buffer.from(book)
  answer.writeHead(200, { 'content-encoding': name === 'raw' ? 'deflate' : name, 'latest-ledger': '7' }).end(bytes)
}

test('behavior: each coding that is asked for is undone, and the headers tell of the body as it is given', async () => {
  await using server = await httpServer(coded)
  await using backend = requests({ compression: true })
  for (const name of Object.keys(codings)) {
    const answer = await backend.request(get(`${server.url}/${name}`))
    expect(answer.headers).toMatchObject({ 'latest-ledger': '7', 'content-encoding': undefined })
    expect(await readWhole(answer)).toBe(book)
  }
})

test('behavior: it is asked for where that is set, and by itself not of this machine', async () => {
  const asked: unknown[] = []
  const note: RequestListener = ({ headers }, answer) => {
    asked.push(headers['accept-encoding'])
    answer.end('{}')
  }
  await using plain = await httpServer(note)
  await using secure = await httpsServer('good', note)
  await using byItself = requests()
  await using wanted = requests({ compression: true })
  for (const backend of [byItself, wanted]) {
    for (const { url } of [plain, secure]) await readWhole(await backend.request(get(url)))
  }
  expect(asked).toEqual([undefined, undefined, 'gzip, br, deflate', 'gzip, br, deflate'])
})

test('error: a small body that grows beyond the bound is dropped, and so is one that is too large as it comes', async () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20))
  const noise = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index * 31) % 251))
  await using server = await httpServer(({ url }, answer) => {
    answer.writeHead(200, { 'content-encoding': 'gzip' }).end(url === '/bomb' ? bomb : noise)
  })
  await using backend = requests({ compression: true, maxResponseBytes: 100_000 })
  for (const path of ['/bomb', '/noise']) {
    const answer = await backend.request(get(`${server.url}${path}`))
    await expect(readWhole(answer)).rejects.toThrow(ResponseTooLargeError)
  }
  await using roomy = requests({ compression: true })
  await expect(readWhole(await roomy.request(get(`${server.url}/bomb`)))).rejects.toThrow(ResponseTooLargeError)
})

test('error: a damaged body, half of one, and an unknown coding are connection errors', async () => {
  const bytes = gzipSync(book)
  await using server = await httpServer(({ url }, answer) => {
    if (url === '/unknown') return answer.writeHead(200, { 'content-encoding': 'compress' }).end(bytes)
    answer.writeHead(200, { 'content-encoding': 'gzip' })
    return answer.end(url === '/half' ? bytes.subarray(0, bytes.length >> 1) : Buffer.from('no gzip at all'))
  })
  await using backend = requests({ compression: true })
  for (const path of ['/damaged', '/half', '/unknown']) {
    await expect(readWhole(await backend.request(get(`${server.url}${path}`)))).rejects.toThrow(ConnectionError)
  }
})

test('behavior: a compressed answer without a body is an empty one', async () => {
  await using server = await httpServer((_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end())
  await using backend = requests({ compression: true })
  expect(await readWhole(await backend.request(get(server.url)))).toBe('')
})
