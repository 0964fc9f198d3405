import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { refused, setUpServers } from '../../test/fakeServers.ts'

test.each(['/', '/ledgers'])(
  'behavior: a read goes over to the next server when a page of a proxy answers the look at the first one, at %s',
  async (at) => {
    const { servers, requester } = setUpServers(2)
    const fault = (path: string): Scripted | undefined => (path === at ? { status: 403, body: '<html>' } : undefined)
    Object.assign(servers[0] ?? {}, { fault })
    expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://1.test/offers' })
  },
)

test.each([
  ['is away', refused],
  ['answers 503', () => ({ status: 503, body: { title: 'Stale' } })],
])('error: where one server is of another network and the other one %s, that one is waited for', async (_, fault) => {
  for (const hedgeAfterMs of [undefined, 0]) {
    for (const wrong of [0, 1]) {
      const { servers, requester } = setUpServers(2, { networkPassphrase: 'net', hedgeAfterMs })
      Object.assign(servers[wrong] ?? {}, { passphrase: 'other' })
      Object.assign(servers[1 - wrong] ?? {}, { fault })
      for (let count = 0; count < 5; count += 1) {
        await expect(requester.get('/offers', {})).rejects.toMatchObject({ retryable: true })
        await expect(requester.post('/transactions_async', { tx: 'AAAA' })).rejects.toMatchObject({ retryable: true })
      }
    }
  }
})
