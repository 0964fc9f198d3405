import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { refused, reset, setUpServers, silence } from '../../test/fakeServers.ts'

test('error: all servers down: the last failure at first, then at once that they are down, and a probe brings them back', async () => {
  const { clock, servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) {
    await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_CONNECTION' })
  }
  const asked = servers[0]?.asked.length
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN', retryable: true })
  expect(servers[0]?.asked.length).toBe(asked)
  Object.assign(servers[0] ?? {}, { fault: undefined })
  await clock.advance(1_000)
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
})

test('behavior: a submission, which paces itself, is its own probe', async () => {
  const { servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN' })
  Object.assign(servers[0] ?? {}, { fault: undefined })
  expect(await requester.get('/offers', {}, { priority: 'submission' })).toMatchObject({ status: 200 })
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
})

test('behavior: while a probe is under way nobody else goes', async () => {
  const { clock, servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: refused })
  for (let count = 0; count < 3; count += 1) await requester.get('/offers', {}).catch(() => {})
  await clock.advance(1_000)
  Object.assign(servers[0] ?? {}, { fault: silence })
  const probe = requester.get('/offers', { probe: 1 })
  probe.catch(() => {})
  await clock.advance(0)
  await expect(requester.get('/offers', {})).rejects.toMatchObject({ code: 'SDEX_SERVERS_DOWN' })
  await clock.advance(10_000)
  await expect(probe).rejects.toMatchObject({ code: 'SDEX_TIMEOUT' })
})

test('behavior: many failures at once open the circuit for as long as three do', async () => {
  const { clock, servers, requester } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: reset })
  await Promise.allSettled(Array.from({ length: 50 }, (_, id) => requester.get('/offers', { id })))
  Object.assign(servers[0] ?? {}, { fault: undefined })
  await clock.advance(1_000)
  expect(await requester.get('/offers', {})).toMatchObject({ status: 200 })
})

test('behavior: a server that answers by errors is there, so that each read of the only one gets its answer', async () => {
  const { servers, requester, endpoints } = setUpServers(1)
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 503, body: {} }) })
  for (let count = 0; count < 50; count += 1) expect(await requester.get('/offers', {})).toMatchObject({ status: 503 })
  expect(await firstValueFrom(endpoints.health$)).toMatchObject({ endpoints: [{ state: 'ready', errorRateFloat: 1 }] })
})
