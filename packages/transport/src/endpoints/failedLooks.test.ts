import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { setUpServers } from '../../test/fakeServers.ts'

test.each(['/', '/ledgers'])(
  'behavior: a read goes over to the next server when a page of a proxy answers the look at the first one, at %s',
  async (at) => {
    const { servers, requester } = setUpServers(2)
    const fault = (path: string): Scripted | undefined => (path === at ? { status: 403, body: '<html>' } : undefined)
    Object.assign(servers[0] ?? {}, { fault })
    expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://1.test/offers' })
  },
)
