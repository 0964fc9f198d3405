import { createDevnet, type Devnet, setUpMarket, startTraders } from '@sdex/devnet'
import type { Market, Status } from '@sdex/primitives'
import { filter, firstValueFrom, type Observable, scan } from 'rxjs'
import { expect, test } from 'vitest'
import { createHorizonClient } from '../src/createHorizonClient.ts'
import type { Trade } from '../src/types.ts'
import { watch } from './fakeStreams.ts'

async function market(net: Devnet): Promise<{ market: Market; accounts: readonly string[] }> {
  const set = await setUpMarket(net)
  const { accounts } = await startTraders(net, { market: set })
  for (let count = 0; count < 5; count += 1) await net.closeLedger() // before the first trade the market is not known
  return { market: set.market, accounts }
}

/** Resolves with all values so far once they are enough. */
function collect<Item>(
  values$: Observable<Item>,
  isEnough: (items: readonly Item[]) => boolean,
): Promise<readonly Item[]> {
  const all$ = values$.pipe(scan((items: readonly Item[], item: Item) => [...items, item], []))
  return firstValueFrom(all$.pipe(filter(isEnough)))
}

test('behavior: every ledger comes once, through a server that goes away and comes back', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 1, cadence: 'immediate' })
  await using client = createHorizonClient({ horizonUrl: net.url })
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
  await using client = createHorizonClient({ horizonUrl: net.url })
  const books = watch(client.orderBookStream(pair))
  const [account = ''] = accounts
  const snapshots = watch(client.accountStream(account))
  const trades$ = client.tradeStream({ market: pair }, { cursor: '0' })
  const trades = watch(trades$)
  const until = (state: Status['state']) =>
    firstValueFrom(trades$.status$.pipe(filter((status) => status.state === state)))
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
  const [newest] = await collect(client.orderBookStream(pair).records$, ({ length }) => length === 1)
  expect({ ...newest, ledger: undefined }).toEqual({ ...value, ledger: undefined })
  expect(books.records.length).toBeGreaterThan(1)
  const ledgers = snapshots.records.map(({ ledger }) => ledger)
  expect(ledgers).toEqual([...new Set(ledgers)].sort((a, b) => a - b))
  expect(ledgers.length).toBeGreaterThan(1)
})

test('error: a network that was reset under the same address is not followed', async () => {
  const first = await createDevnet({ ledgerMs: 'manual', seed: 3, cadence: 'immediate' })
  console.log('step', 1)
  await using client = createHorizonClient({ horizonUrl: first.url })
  console.log('step', 2)
  const stream = client.ledgerStream()
  console.log('step', 3)
  const watched = watch(stream)
  console.log('step', 4, watched?.statuses)
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'live')))
  console.log('step', 5, watched?.statuses)
  for (let count = 0; count < 5; count += 1) await first.closeLedger()
  console.log('step', 6, watched?.statuses)
  await first.close()
  console.log('step', 7, watched?.statuses)
  const port = Number(new URL(first.url).port)
  console.log('step', 8, watched?.statuses)
  await using second = await createDevnet({
    ledgerMs: 'manual',
    cadence: 'immediate',
    port,
    passphrase: 'Another network',
  })
  console.log('step', 9, watched?.statuses)
  await second.closeLedger()
  console.log('step', 10, watched?.statuses)
  await firstValueFrom(stream.status$.pipe(filter(({ state }) => state === 'stale')))
  console.log('step', 11, watched?.statuses)
  expect(watched.shown).toMatch(/SDEX_NETWORK_RESET/)
  console.log('step', 12, watched?.statuses)
  expect(watched.records.length).toBeLessThanOrEqual(6)
  console.log('step', 13, watched?.statuses)
  await client.close()
  console.log('step', 14, watched?.statuses)
})
