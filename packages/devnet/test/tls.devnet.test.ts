import { connect } from 'node:http2'
import { request } from 'node:https'
import { expect, test } from 'vitest'
import { createDevnet } from '../src/index.ts'

/** One GET over HTTP/2; a stream is read until a text has come. */
async function get2(
  url: string,
  ca: string | undefined,
  path: string,
  until?: string,
): Promise<{ status: number; body: string }> {
  const session = connect(url, ca === undefined ? {} : { ca })
  try {
    const stream = session.request({ ':path': path, ...(until === undefined ? {} : { accept: 'text/event-stream' }) })
    const status = new Promise<number>((resolve, reject) => {
      stream.once('response', (headers) => resolve(Number(headers[':status'])))
      stream.once('error', reject)
      session.once('error', reject)
    })
    let body = ''
    await status
    for await (const chunk of stream) {
      body += String(chunk)
      if (until !== undefined && body.includes(until)) break
    }
    return { status: await status, body }
  } finally {
    session.destroy()
  }
}

test('behavior: over TLS it speaks HTTP/2, streams included, with links that lead back', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', tls: true })
  expect(net.url).toMatch(/^https:/)
  const root = await get2(net.url, net.certificate, '/')
  expect(root.status).toBe(200)
  expect(JSON.parse(root.body)).toMatchObject({
    network_passphrase: net.passphrase,
    _links: { ledgers: { href: expect.stringMatching(/^https:/) } },
  })
  const stream = await get2(net.url, net.certificate, '/ledgers?limit=1', 'byebye')
  expect(stream.body).toContain('"sequence":1')
})

test('behavior: clients without HTTP/2 are served too', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', tls: true })
  const { certificate: ca = '' } = net
  const body = await new Promise<string>((resolve, reject) => {
    const asked = request(`${net.url}/ledgers/1`, { ca, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve(`${response.httpVersion} ${text}`))
    })
    asked.on('error', reject).end()
  })
  expect(body).toMatch(/^1\.1 \{/)
})

test('error: who does not know the certificate is not let believe it', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', tls: true })
  await expect(get2(net.url, undefined, '/')).rejects.toMatchObject({ code: /SELF_SIGNED|UNABLE_TO_VERIFY/ })
})

test.each(['request', 'beforeHeaders', 'afterHeaders', 'midBody'] as const)(
  'behavior: a reset at %s breaks off over HTTP/2 and over HTTP/1.1, and the next request is answered',
  async (at) => {
    await using net = await createDevnet({ ledgerMs: 'manual', tls: true })
    const { url, certificate: ca = '' } = net
    const get1 = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const asked = request(`${url}/ledgers`, { ca, agent: false }, (response) => {
          let text = ''
          response.on('data', (chunk) => (text += chunk))
          response.on('end', () => resolve(text))
          response.on('error', reject)
        })
        asked.on('error', reject).end()
      })
    net.faults.inject({ type: 'reset', at, match: { times: 2 } })
    await expect(get2(url, ca, '/ledgers')).rejects.toThrow()
    await expect(get1()).rejects.toThrow()
    expect((await get2(url, ca, '/ledgers')).status).toBe(200)
    expect(await get1()).toContain('"sequence": 1')
  },
)
