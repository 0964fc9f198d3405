import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createDevnet, type Devnet, type Fault } from '../../src/index.ts'

const manual = { ledgerMs: 'manual' } as const
const serverError: Fault = { type: 'failure', slug: 'server_error' }

const ask = async ({ url }: Devnet, path = '/'): Promise<number> => {
  const response = await fetch(url + path)
  await response.body?.cancel()
  return response.status
}

test('behavior: a fault hits so many requests, then it is over', async () => {
  await using net = await createDevnet(manual)
  net.faults.inject({ ...serverError, match: { times: 2, path: '/ledgers' } })
  expect(net.faults.list()).toMatchObject([{ id: 1, hits: 0, fault: { slug: 'server_error' } }])
  expect([await ask(net, '/ledgers'), await ask(net), await ask(net, '/ledgers/1')]).toEqual([500, 200, 500])
  expect(await ask(net, '/ledgers')).toBe(200)
  expect(net.faults.list()).toEqual([])
})

test('behavior: faults are removed one by one, or all at once', async () => {
  await using net = await createDevnet(manual)
  const remove = net.faults.inject(serverError)
  net.faults.inject({ type: 'failure', slug: 'stale_history' })
  expect(await ask(net)).toBe(500)
  remove()
  remove()
  expect(await ask(net)).toBe(503)
  net.faults.clear()
  expect(await ask(net)).toBe(200)
})

test('behavior: a fault holds while the last ledger is within its bounds', async () => {
  await using net = await createDevnet(manual)
  net.faults.inject({ ...serverError, match: { fromLedger: 2, untilLedger: 3 } })
  const seen = [await ask(net)]
  for (let ledger = 2; ledger <= 4; ledger += 1) {
    await net.closeLedger()
    seen.push(await ask(net))
  }
  expect(seen).toEqual([200, 500, 500, 200])
  expect(net.faults.list()).toEqual([])
})

test('behavior: a scenario lets things go wrong over time and by ledgers, and ends with what it injected', async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  await using net = await createDevnet({ ...manual, clock })
  const stop = net.faults.play([
    { atMs: 1_000, fault: { ...serverError, match: { forMs: 500 } } },
    { atLedger: 3, fault: { type: 'failure', slug: 'still_ingesting' } },
  ])
  expect(await ask(net)).toBe(200)
  await clock.advance(1_000)
  expect(await ask(net)).toBe(500)
  await clock.advance(500)
  expect(await ask(net)).toBe(200)
  await net.closeLedger()
  expect(await ask(net)).toBe(200)
  await net.closeLedger()
  expect(await ask(net)).toBe(503)
  stop()
  expect(await ask(net)).toBe(200)
  expect(clock.timerCount).toBe(0)
})

test('property: the same seed and the same requests give the same faults', async () => {
  const course = async (seed: number): Promise<string> => {
    await using net = await createDevnet({ ...manual, seed })
    net.faults.inject({ ...serverError, match: { probability: 0.5, path: '/ledgers' } })
    let seen = ''
    for (let at = 0; at < 30; at += 1) seen += (await ask(net, at % 3 === 0 ? '/' : '/ledgers')) === 500 ? 'x' : '.'
    return seen
  }
  const first = await course(1)
  expect(first).toMatch(/x.*\.{3}/)
  expect(await course(1)).toBe(first)
  expect(await course(2)).not.toBe(first)
})

test('behavior: what is injected is plain data, and later changes of it do not matter', async () => {
  await using net = await createDevnet(manual)
  const fault = JSON.parse('{"type":"rateLimited","retryAfterSeconds":1,"match":{"times":1}}')
  net.faults.inject(fault)
  fault.match.times = 5
  expect([await ask(net), await ask(net)]).toEqual([429, 200])
})

test.each([
  [{ type: 'nonsense' }, 'fault.type "nonsense" is not possible.'],
  [{ type: 'failure', slug: 'not_found' }, 'fault.slug "not_found" is not possible.'],
  [{ type: 'failure', slug: 'timeout', code: 1 }, 'fault.code 1 is not possible.'],
  [{ type: 'latency', distribution: { type: 'fixed', ms: -1 } }, 'fault.distribution.ms -1 is not possible.'],
  [{ type: 'rateLimited', match: { probability: 2 } }, 'fault.match.probability 2 is not possible.'],
  [{ type: 'backends', backends: [] }, 'fault.backends [] is not possible.'],
  [{ type: 'opaqueTransaction', transfers: [{ from: 'G' }] }, 'fault.transfers[0].to undefined is not possible.'],
  [{ type: 'rateLimited', match: { path: 'accounts' } }, 'fault.match.path "accounts" is not possible.'],
  [{ type: 'rateLimited', match: { path: '/accounts?limit=1' } }, 'fault.match.path "/accounts?limit=1" is not'],
  [{ type: 'rateLimited', match: { fromLedger: 3, untilLedger: 2 } }, 'fault.match.fromLedger 3 is not possible.'],
  [{ type: 'stalledLedgers', match: { times: 1 } }, 'fault.match.times 1 is not possible.'],
  [
    { type: 'latency', distribution: { type: 'uniform', minMs: 2, maxMs: 1 } },
    'fault.distribution.minMs 2 is not possible.',
  ],
  [{ type: 'htmlPage', status: 204 }, 'fault.status 204 is not possible.'],
  [{ type: 'htmlPage', status: 304 }, 'fault.status 304 is not possible.'],
  ['reset', 'fault.type undefined is not possible.'],
])('error: %j is refused', async (fault, message) => {
  await using net = await createDevnet(manual)
  expect(() => net.faults.inject(fault as unknown as Fault)).toThrow(message)
  expect(net.faults.list()).toEqual([])
})

test('error: of a scenario with a step that means nothing nothing is played', async () => {
  await using net = await createDevnet(manual)
  const steps = [
    { atMs: 0, fault: serverError },
    { atMs: 5, fault: { type: 'x' } },
  ] as never
  expect(() => net.faults.play(steps)).toThrow('scenario[1].fault.type "x" is not possible.')
  expect(await ask(net)).toBe(200)
})
