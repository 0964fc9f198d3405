import { expect, test } from 'vitest'
import { HELLO, setUpStreams, watch } from '../../test/fakeStreams.ts'
import type { NetworkInfo } from '../types/network.ts'
import { StreamCutError } from './errors.ts'
import { endOfLedger } from './pagingToken.ts'
import { tradeStream } from './tradeStream.ts'

const FILTER = { account: 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF' }

/** A stream of trades of a market at rest, at a server whose history has these bounds. */
async function start(cursor: string, { elder, latest }: { readonly elder: number; readonly latest: number }) {
  const { server, clock, context } = setUpStreams()
  const bounds = { historyElderLedger: elder, historyLatestLedger: latest, historyLatestClosedAtMs: latest * 5_000 }
  const set = (next: Partial<NetworkInfo>): void => void Object.assign(bounds, next)
  const trades = async () => ({ records: [], nextCursor: undefined })
  Object.assign(context.reads, { trades, network: async () => ({ ...bounds }) })
  const stream = watch(tradeStream(context, FILTER, { cursor }))
  const cut = async (): Promise<void> => {
    server.latest.send(HELLO)
    await clock.advance(6_000)
    server.latest.cut()
    await clock.advance(1_000)
  }
  await clock.advance(0)
  return { server, stream, set, cut }
}

test('error: a stream that is to go on before the oldest ledger that is kept says so, and does not leave it out', async () => {
  const { server, stream } = await start(endOfLedger(100), { elder: 150, latest: 900 })
  expect(stream.shown).toMatch(/^stale: .*before 150.* \[SDEX_BEFORE_HISTORY\]$/)
  expect([stream.records, server.connections]).toEqual([[], []])
})

test.each([
  ['the ledger after it is the oldest', endOfLedger(149)],
  ['what is asked for is whatever there is', '0'],
])('behavior: a stream goes on where %s', async (_, cursor) => {
  const { server } = await start(cursor, { elder: 150, latest: 900 })
  expect(server.connections).toHaveLength(1)
})

test('behavior: a market may rest for longer than the server keeps history', async () => {
  const { server, stream, set, cut } = await start(endOfLedger(200), { elder: 150, latest: 900 })
  set({ historyElderLedger: 800, historyLatestLedger: 1_550 })
  await cut()
  expect(server.connections).toHaveLength(2)
  set({ historyElderLedger: 1_600, historyLatestLedger: 2_350 })
  await cut()
  expect([stream.statuses.at(-1), server.connections.length]).toMatchObject([{ code: 'SDEX_BEFORE_HISTORY' }, 2])
})

test('error: a chain that is shorter and younger is another one; a server that lags is not', async () => {
  const { server, stream, set, cut } = await start(endOfLedger(200), { elder: 1, latest: 900 })
  set({ historyLatestLedger: 890, historyLatestClosedAtMs: 890 * 5_000 })
  await cut()
  expect(server.connections).toHaveLength(2)
  set({ historyLatestLedger: 895, historyLatestClosedAtMs: 901 * 5_000 })
  await cut()
  expect([stream.statuses.at(-1), server.connections.length]).toMatchObject([{ code: 'SDEX_NETWORK_RESET' }, 2])
})

test('error: a cursor far beyond the newest ledger of a server that does not lag is of another chain', async () => {
  const ofOldChain = endOfLedger(3_000_000)
  const newest = 1_000_000 / 5_000 // closes now
  const { server, stream } = await start(ofOldChain, { elder: 1, latest: newest })
  expect(stream.statuses.at(-1)).toMatchObject({ state: 'stale', code: 'SDEX_NETWORK_RESET' })
  expect(server.connections).toEqual([])
  const lagging = await start(ofOldChain, { elder: 1, latest: newest - 13 })
  const inDoubt = await start(endOfLedger(newest + 64), { elder: 1, latest: newest })
  const slowClock = await start(ofOldChain, { elder: 1, latest: newest + 13 })
  expect([lagging, inDoubt, slowClock].map((it) => it.server.connections.length)).toEqual([1, 1, 1])
})

test.each([
  [
    'in the last day of what is kept the server is asked again after a page, and what it dropped meanwhile is not left out',
    100,
    2,
  ],
  ['further on a page is not looked after', 20_000, 1],
])('behavior: %s', async (_, cursor, looks) => {
  const { clock, context } = setUpStreams()
  let [elder, asked] = [1, 0]
  const network = async () => {
    asked += 1
    return { historyElderLedger: elder, historyLatestLedger: 30_000, historyLatestClosedAtMs: 900 } as NetworkInfo
  }
  const trades = async () => {
    elder = 900
    return { records: [], nextCursor: undefined }
  }
  Object.assign(context.reads, { network, trades })
  const stream = watch(tradeStream(context, FILTER, { cursor: endOfLedger(cursor) }))
  await clock.advance(0)
  expect(asked).toBe(looks)
  expect(stream.shown.includes('before 900')).toBe(looks === 2)
})

test('behavior: trades are read where history reaches back, and where it does not nothing is left out', async () => {
  const { server, clock, context } = setUpStreams()
  const network = (elder: number) => async () =>
    ({ historyElderLedger: elder, historyLatestLedger: 900, historyLatestClosedAtMs: 900 }) as NetworkInfo
  const fails = async (): Promise<never> => {
    throw new StreamCutError({ message: 'It keeps all, and fails.', remedy: 'Try again.' })
  }
  let asked = 0
  const trades = async () => {
    asked += 1
    return { records: [], nextCursor: undefined }
  }
  let kept = 850
  const eachReads = () => [
    { network: network(1), trades: fails },
    { network: network(kept), trades },
  ]
  Object.assign(context, { eachReads })
  const stream = watch(tradeStream(context, FILTER, { cursor: endOfLedger(100) }))
  await clock.advance(0)
  expect(stream.shown).toMatch(/before 850/)
  expect([asked, server.connections.length]).toEqual([0, 0])
  kept = 90
  await clock.advance(40_000)
  expect([asked, server.connections.length]).toEqual([1, 1])
})
