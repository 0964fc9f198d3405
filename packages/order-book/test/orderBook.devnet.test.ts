import { createDevnet } from '@sdex/devnet'
import { createPrice, parseAmount } from '@sdex/primitives'
import { createHorizonClient } from '@sdex/transport'
import { filter, firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { createOrderBook, depth, type OrderBookState, orderBooksEqual, quote, withoutOwnOffers } from '../src/index.ts'
import { setStage } from './stage.ts'

const has = (asks: number, bids: number) => (book: OrderBookState) =>
  book.asks.length === asks && book.bids.length === bids

test('behavior: the book follows what is placed and taken, and a quote is what the ledger then trades', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const { market, maker, taker } = await setStage(net)
  await using client = createHorizonClient({ horizonUrl: net.url })
  await using live = createOrderBook(client, { market })
  const seen: OrderBookState[] = []
  live.book$.subscribe((book) => seen.push(book))
  const until = (condition: (book: OrderBookState) => boolean): Promise<OrderBookState> =>
    firstValueFrom(live.book$.pipe(filter(condition)))

  await until(has(0, 0))
  await maker.order({ side: 'sell', price: createPrice(1, 3), amount: parseAmount('100') })
  await maker.order({ side: 'sell', price: createPrice(2, 5), amount: parseAmount('50.0000007') })
  await maker.order({ side: 'buy', price: createPrice(3, 10), amount: parseAmount('40') })
  const book = await until(has(2, 1))
  expect(book.asks).toEqual([
    // The ledger keeps of an offer what its price can express: a stroop, and two, are not.
    { price: { n: 1, d: 3 }, baseAmount: 999_999_999n, quoteAmount: 333_333_333n },
    { price: { n: 2, d: 5 }, baseAmount: 500_000_005n, quoteAmount: 200_000_002n },
  ])
  expect(book.bids).toEqual([{ price: { n: 3, d: 10 }, baseAmount: 400_000_000n, quoteAmount: 120_000_000n }])

  const amount = parseAmount('123.4567891')
  const quoted = quote(book, { side: 'buy', baseAmount: amount })
  await taker.order({ side: 'buy', price: quoted.worstPrice ?? createPrice(1, 1), amount })
  const { records: trades } = await client.trades({ market, account: taker.accountId })
  const paid = trades.reduce((sum, trade) => sum + trade.counter.amount, 0n)
  const bought = trades.reduce((sum, trade) => sum + trade.base.amount, 0n)
  expect([quoted.status, quoted.baseAmount, quoted.quoteAmount]).toEqual(['filled', bought, paid])
  const after = await until(has(1, 1))
  expect(depth(after, { side: 'buy', limit: createPrice(1, 1) }).baseAmount).toBe(1_500_000_004n - bought)

  const { value: own } = await client.offers({ seller: maker.accountId })
  expect(withoutOwnOffers(after, own.records)).toMatchObject({ asks: [], bids: [] })
  expect(seen.every((state, index) => index === 0 || !orderBooksEqual(state, seen[index - 1] ?? state))).toBe(true)
})

test('behavior: while the server is away the book stays and the status says so; when it is back both go on', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const { market, maker } = await setStage(net)
  await maker.order({ side: 'sell', price: createPrice(1, 4), amount: parseAmount('10') })
  await using client = createHorizonClient({ horizonUrl: net.url })
  await using live = createOrderBook(client, { market })
  const states: OrderBookState[] = []
  live.book$.subscribe((book) => states.push(book))
  await firstValueFrom(live.book$.pipe(filter(has(1, 0))))
  await net.stopListening()
  await firstValueFrom(live.status$.pipe(filter(({ state }) => state === 'reconnecting')))
  await maker.order({ side: 'sell', price: createPrice(1, 2), amount: parseAmount('10') })
  expect(states).toHaveLength(1)
  await net.listen()
  await firstValueFrom(live.book$.pipe(filter(has(2, 0))))
  await firstValueFrom(live.status$.pipe(filter(({ state }) => state === 'live')))
  expect(states).toHaveLength(2)
})
