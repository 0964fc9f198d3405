import { isDeepStrictEqual } from 'node:util'
import { createDevnet, type Devnet, setUpMarket, startTraders } from '@sdex/devnet'
import type { Market, Random, Status } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { filter, firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { createHorizonClient } from '../src/createHorizonClient.ts'
import type { OrderBookSnapshot } from '../src/types/orderBook.ts'
import type { Trade } from '../src/types/trades.ts'
import { watch } from './fakeStreams.ts'

/** Waits between tries are drawn from it: short ones. */
const random: Random = () => 0.05

async function market(net: Devnet): Promise<{ market: Market; accounts: readonly string[] }> {
  const set = await setUpMarket(net)
  const { accounts } = await startTraders(net, { market: set })
  for (let count = 0; count < 5; count += 1) await net.closeLedger() // before the first trade the market is not known
  return { market: set.market, accounts }
}

test('behavior: every ledger comes once, through a server that goes away and comes back', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 1, cadence: 'immediate' })
  await using client = createHorizonClient({ horizonUrl: net.url, random })
  const stream = client.ledgerStream()
  const watched = watch(stream)
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'live')))
  for (let count = 0; count < 5; count += 1) await net.closeLedger()
  await net.stopListening()
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'reconnecting')))
  for (let count = 0; count < 5; count += 1) await net.closeLedger()
  await net.listen()
  const { sequence } = await net.closeLedger()
  await firstValueFrom(stream.records$.pipe(filter((ledger) => ledger.sequence === sequence)))
  const sequences = watched.records.map((ledger) => ledger.sequence)
  expect(sequences).toEqual(Array.from({ length: 12 }, (_, index) => sequence - 11 + index))
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'live')))
  await client.close()
  expect([watched.isComplete, watched.shown]).toEqual([true, 'closed'])
})

test('behavior: trades and books follow a market through cuts, trades once each', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 2, cadence: 'immediate' })
  const { market: pair, accounts } = await market(net)
  await using client = createHorizonClient({ horizonUrl: net.url, random })
  const books$ = client.orderBookStream(pair)
  const books = watch(books$)
  const [account = ''] = accounts
  const snapshots = watch(client.accountStream(account))
  const trades$ = client.tradeStream({ market: pair }, { cursor: '0' })
  const trades = watch(trades$)
  const until = (state: Status['state']) =>
    Promise.all(
      [books$, trades$].map(({ status$ }) => firstValueFrom(status$.pipe(filter((status) => status.state === state)))),
    )
  for (let round = 0; round < 4; round += 1) {
    await until('live')
    for (let count = 0; count < 5; count += 1) await net.closeLedger()
    await net.stopListening()
    await until('reconnecting')
    await net.closeLedger()
    await net.listen()
  }
  await until('live')
  const { records: all } = await client.trades({ market: pair })
  expect(all.length).toBeGreaterThan(5)
  const last = all.at(-1)?.id
  const isAll = (list: readonly Trade[]): boolean => list.at(-1)?.id === last
  if (!isAll(trades.records)) await firstValueFrom(trades$.records$.pipe(filter(({ id }) => id === last)))
  expect(trades.records).toEqual(all)
  const { value } = await client.orderBook(pair)
  const isNewest = (book: OrderBookSnapshot | undefined): boolean =>
    isDeepStrictEqual({ ...book, ledger: undefined }, { ...value, ledger: undefined })
  if (!isNewest(books.records.at(-1))) await firstValueFrom(books$.records$.pipe(filter(isNewest)))
  expect(books.records.length).toBeGreaterThan(1)
  while (snapshots.records.length < 3) {
    const { sequence } = await net.closeLedger()
    await firstValueFrom(client.ledgerStream().records$.pipe(filter((ledger) => ledger.sequence === sequence)))
  }
  const ledgers = snapshots.records.map(({ ledger }) => ledger)
  expect(ledgers).toEqual([...new Set(ledgers)].sort((a, b) => a - b))
})

test('error: a network that was reset under the same address is not followed', async () => {
  const first = await createDevnet({ ledgerMs: 'manual', seed: 3, cadence: 'immediate' })
  await using client = createHorizonClient({ horizonUrl: first.url, random })
  const stream = client.ledgerStream()
  const watched = watch(stream)
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'live')))
  for (let count = 0; count < 5; count += 1) await first.closeLedger()
  await firstValueFrom(stream.records$.pipe(filter(({ sequence }) => sequence === 6)))
  await first.close()
  const port = Number(new URL(first.url).port)
  await using second = await createDevnet({ ledgerMs: 'manual', seed: 4, cadence: 'immediate', port })
  // Without a difference both could have the same ledgers, to the second and the hash.
  const funded = second.fund({ accountId: accountIdOf('someone') })
  await second.closeLedger()
  await funded
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'stale')))
  expect(watched.shown).toMatch(/SDEX_NETWORK_RESET/)
  expect(watched.records.length).toBe(6)
  await client.close()
})
