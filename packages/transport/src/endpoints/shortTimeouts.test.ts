import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { reset, type Servers, setUpServers, silence } from '../../test/fakeServers.ts'
import type { EndpointState } from './types.ts'

/** Asks so many times, one after the other, each with so little time. */
async function askInHurry({ clock, requester }: Servers, { count, timeoutMs }: { count: number; timeoutMs: number }) {
  for (let id = 0; id < count; id += 1) {
    const end = requester.get('/offers', { hurried: id }, { timeoutMs }).then(
      () => 'answered',
      (error) => error.code,
    )
    await clock.advance(timeoutMs)
    expect(await end).toMatch(/SDEX_TIMEOUT|SDEX_SERVERS_DOWN|answered/)
  }
}

function slow({ clock }: Servers, delayMs: number): () => Promise<Scripted> {
  return () => new Promise((resolve) => clock.setTimer(() => resolve({ body: {} }), delayMs))
}

test.each([1, 2])(
  'error: with %i server(s), callers in a hurry do not make one down that answers in a fair time',
  async (count) => {
    const started = setUpServers(count)
    const { clock, servers, requester } = started
    for (const server of servers)
      server.fault = (path) => (path.startsWith('/offers') ? slow(started, 150)() : undefined)
    await askInHurry(started, { count: 10, timeoutMs: 100 })
    const answer = requester.get('/offers', {})
    await clock.advance(150)
    expect(await answer).toMatchObject({ status: 200 })
  },
)

test.each([1, 2, 5])(
  'error: of %i server(s) a silent one is found out by calls that have their whole time',
  async (count) => {
    const { clock, servers, requester, endpoints } = setUpServers(count)
    Object.assign(servers[0] ?? {}, { fault: silence })
    const states: (EndpointState | undefined)[] = []
    endpoints.health$.subscribe((health) => states.push(health.endpoints[0]))
    for (let id = 0; id < 4; id += 1) {
      const end = requester.get('/offers', { id }).catch(() => {})
      await clock.advance(10_000)
      await end
    }
    expect(states.at(-1)?.errorRateFloat).toBeGreaterThan(0)
    if (count === 1) expect(states.map((health) => health?.state)).toContain('down')
    else expect(servers[1]?.asked.filter((path) => path.startsWith('/offers'))).toHaveLength(4)
  },
)

test('behavior: a server that does not answer callers in a hurry comes after the others for a while', async () => {
  const started = setUpServers(2)
  const { servers, requester } = started
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: silence })
  await askInHurry(started, { count: 1, timeoutMs: 100 })
  expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://1.test/offers' })
})

test('behavior: a probe by a caller in a hurry, or one who leaves, does not keep the next one from probing', async () => {
  const started = setUpServers(1)
  const { clock, servers, requester } = started
  Object.assign(servers[0] ?? {}, { fault: reset })
  for (let id = 0; id < 3; id += 1) await requester.get('/offers', { id }).catch(() => {})
  await clock.advance(1_000)
  Object.assign(servers[0] ?? {}, { fault: slow(started, 150) })
  await askInHurry(started, { count: 1, timeoutMs: 100 })
  const leaver = new AbortController()
  const left = expect(requester.get('/offers', { id: 'left' }, { signal: leaver.signal })).rejects.toThrow('aborted')
  await clock.advance(10)
  leaver.abort(new Error('left'))
  await left
  await clock.advance(0)
  const answer = requester.get('/offers', {})
  await clock.advance(150)
  expect(await answer).toMatchObject({ status: 200 })
})
