import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { setUpServers } from '../../test/fakeServers.ts'

test('behavior: a server that answers within the millisecond, and tells no ledger, is ready', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  const state = async () => (await firstValueFrom(endpoints.health$)).endpoints[0]
  expect(await state()).toMatchObject({ state: 'untried', latencyMs: undefined })
  Object.assign(servers[0] ?? {}, { fault: () => ({ body: {} }) })
  await requester.get('/offers', {})
  expect(await state()).toMatchObject({ state: 'ready', latencyMs: 0 })
})
