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

test('behavior: how late ledgers are told is measured by the local clock', () => {
  const { clock, endpoints } = setUpServers(1)
  const delays: (number | undefined)[] = []
  endpoints.health$.subscribe(({ closeDelayMs }) => delays.push(closeDelayMs))
  endpoints.onLedger({ sequence: 1, hash: 'a', closedAtMs: clock.now() - 1_400 })
  endpoints.onLedger({ sequence: 2, hash: 'b', closedAtMs: clock.now() - 700 })
  expect(delays).toEqual([undefined, 1_400, 700])
  expect(endpoints.anchor).toEqual({ sequence: 2, hash: 'b', closedAtMs: clock.now() - 700 })
})

test('behavior: an anchor is what a file can keep, also when the ledger stream told it', () => {
  const { endpoints } = setUpServers(1)
  const ledger = { sequence: 7, hash: 'a-7', closedAtMs: 35_000, baseFee: 100n }
  endpoints.onLedger(ledger)
  expect(JSON.parse(JSON.stringify(endpoints.anchor))).toEqual({ sequence: 7, hash: 'a-7', closedAtMs: 35_000 })
})
