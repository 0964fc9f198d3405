import { request } from 'node:https'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet, devnetKey } from '../src/index.ts'

let net: Devnet
beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 20, rateLimit: { requestsPerHour: 3_600, burst: 100 } })
})
afterAll(() => net.close())

const name = (text: string): string => devnetKey('friendbot over HTTP', text).publicKey()

test.each(['GET', 'POST'])(
  'behavior: %s /friendbot leads to the service with the query as it was sent',
  async (method) => {
    const response = await fetch(`${net.url}/friendbot?addr=G%2B&x=1`, { method, redirect: 'manual' })
    expect(response.status).toBe(307)
    expect(response.headers.get('location')).toBe(`${net.friendbotUrl}?addr=G%2B&x=1`)
    expect(response.headers.get('x-ratelimit-limit')).toBe('101')
    const page = `<a href="${net.friendbotUrl}?addr=G%2B&amp;x=1">Temporary Redirect</a>.\n\n`
    expect([response.headers.get('content-type'), await response.text()]).toEqual(
      method === 'GET' ? ['text/html; charset=utf-8', page] : [null, ''],
    )
  },
)

test('behavior: the service is on a port of its own, and the root links to it without a path', async () => {
  const { _links } = (await (await fetch(net.url)).json()) as { _links: { friendbot: object } }
  expect(_links.friendbot).toEqual({ href: `${net.friendbotUrl}{?addr}`, templated: true })
  expect(new URL(net.friendbotUrl).port).not.toBe(new URL(net.url).port)
})

test('behavior: whoever follows is answered with the transaction as Horizon shows it', async () => {
  for (const [method, body] of [
    ['GET', undefined],
    ['POST', new URLSearchParams({ addr: name('form') })],
  ] as const) {
    const query = body === undefined ? `?addr=${name('query')}` : ''
    const response = await fetch(`${net.url}/friendbot${query}`, { method, ...(body && { body }) })
    expect(response.status).toBe(200)
    const record = (await response.json()) as { hash: string }
    expect(record).toEqual(await (await fetch(`${net.url}/transactions/${record.hash}`)).json())
  }
  expect(net.account(name('form'))?.balance).toBe(100_000_000_000n)
})

test('error: who has an account is refused, and who gives none', async () => {
  const status = async (query: string): Promise<unknown> => {
    const response = await fetch(`${net.friendbotUrl}?${query}`)
    return [response.status, ((await response.json()) as { detail?: string }).detail]
  }
  await net.fund({ accountId: name('rich') })
  expect(await status(`addr=${name('rich')}`)).toEqual([400, 'account already funded to starting balance'])
  expect(await status('addr=x')).toEqual([400, 'The request you sent was invalid in some way.'])
  expect((await fetch(`${net.friendbotUrl}elsewhere`)).status).toBe(404)
  expect((await fetch(net.friendbotUrl, { method: 'PUT' })).status).toBe(405)
})

test('behavior: a page may ask it', async () => {
  const response = await fetch(`${net.friendbotUrl}?addr=${name('page')}`, {
    headers: { Origin: 'http://page.example' },
  })
  await response.body?.cancel()
  expect(response.headers.get('access-control-allow-origin')).toBe('http://page.example')
})

test('behavior: it funds also while Horizon does not listen', async () => {
  await net.stopListening()
  expect((await fetch(`${net.friendbotUrl}?addr=${name('deaf')}`)).status).toBe(200)
  await net.listen()
})

test('behavior: on every address of the machine it is found by the name that the client has for it', async () => {
  await using open = await createDevnet({ host: '0.0.0.0', ledgerMs: 20 })
  const { port } = new URL(open.url)
  const response = await fetch(`http://localhost:${port}/friendbot?addr=${name('far')}`, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe(
    `http://localhost:${new URL(open.friendbotUrl).port}/?addr=${name('far')}`,
  )
})

test('behavior: with TLS it has the same certificate', async () => {
  await using secure = await createDevnet({ ledgerMs: 20, tls: true })
  const { certificate: ca = '', friendbotUrl } = secure
  const accountId = Keypair.random().publicKey()
  const status = await new Promise((resolve, reject) => {
    const asked = request(`${friendbotUrl}?addr=${accountId}`, { ca, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
    asked.on('error', reject).end()
  })
  expect(status).toBe(200)
  expect(secure.account(accountId)).toBeDefined()
})

test('error: a port in use is refused, and nothing is left open', async () => {
  const port = Number(new URL(net.friendbotUrl).port)
  await expect(createDevnet({ friendbotPort: port })).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}: EADDRINUSE.`)
  await expect(createDevnet({ port })).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION' })
})
