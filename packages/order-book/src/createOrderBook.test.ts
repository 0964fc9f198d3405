import { InvalidMarketError, InvalidOptionError, type Status, XLM } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import type { OrderBookSnapshot } from '@sdex/transport'
import { concat, NEVER, Observable, of, Subject } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { bookOf, market, snapshotOf } from '../test/books.ts'
import { createOrderBook } from './createOrderBook.ts'
import type { OrderBookSource, OrderBookState } from './types.ts'

const first = { asks: [['0.25', '10']] } as const
const second = { asks: [['0.25', '9']] } as const
const books = { a: bookOf(first), b: bookOf(second) }

/** A source of what a test gives; status and records live unless told otherwise. */
function sourceOf(records$: Observable<OrderBookSnapshot>, status$: Observable<Status> = NEVER): OrderBookSource {
  return { orderBookStream: () => ({ records$, status$ }) }
}

/** A source that counts the connections it holds. */
function countingSource() {
  const records$ = new Subject<OrderBookSnapshot>()
  const counts = { opened: 0, open: 0 }
  const counted$ = new Observable<OrderBookSnapshot>((subscriber) => {
    counts.opened += 1
    counts.open += 1
    const subscription = records$.subscribe(subscriber)
    return () => {
      counts.open -= 1
      subscription.unsubscribe()
    }
  })
  return { source: sourceOf(counted$), records$, counts }
}

function marbles(run: Parameters<TestScheduler['run']>[0]): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run)
}

test('behavior: gives each book once: an equal one in a row is not a new state', () => {
  marbles(({ hot, expectObservable }) => {
    const snapshots = { a: snapshotOf(first), A: snapshotOf(first), b: snapshotOf(second) }
    const { book$ } = createOrderBook(sourceOf(hot('-a-A-b-a', snapshots)), { market })
    expectObservable(book$).toBe('              -a---b-a', books)
  })
})

test('behavior: an unchanged book of the next ledger is a new state', () => {
  marbles(({ hot, expectObservable }) => {
    const at = (ledger: number) => ({ ...first, ledger })
    const snapshots = { a: snapshotOf(at(1)), b: snapshotOf(at(2)), B: snapshotOf(at(2)) }
    const { book$ } = createOrderBook(sourceOf(hot('abB', snapshots)), { market })
    expectObservable(book$).toBe('              ab-', { a: bookOf(at(1)), b: bookOf(at(2)) })
  })
})

test('behavior: keeps the last book while the stream is down, and says why', () => {
  marbles(({ hot, expectObservable }) => {
    const down: Status = { state: 'reconnecting', reason: 'connection lost', sinceMs: 5 }
    const statuses = { l: { state: 'live' } as Status, d: down }
    const records$ = hot('-a------', { a: snapshotOf(first) })
    const status$ = hot('-l--d--l', statuses)
    const book = createOrderBook(sourceOf(records$, status$), { market })
    expectObservable(book.book$, '^-------').toBe('-a------', books)
    expectObservable(book.book$, '-----^--').toBe('-----a--', books)
    expectObservable(book.status$).toBe('-l--d--l', statuses)
  })
})

test('behavior: one stream for all subscribers, and a late one gets the latest book at once', () => {
  const { source, records$, counts } = countingSource()
  const book = createOrderBook(source, { market })
  const seen: OrderBookState[] = []
  book.book$.subscribe()
  records$.next(snapshotOf(first))
  book.book$.subscribe((state) => seen.push(state))
  expect([seen, counts]).toEqual([[books.a], { opened: 1, open: 1 }])
})

test('behavior: the stream closes a second after the last subscriber left, and stays when one comes back before', async () => {
  const clock = createVirtualClock()
  const { source, records$, counts } = countingSource()
  const book = createOrderBook(source, { market, clock })
  book.book$.subscribe().unsubscribe()
  records$.next(snapshotOf(first))
  await clock.advance(999)
  const seen: OrderBookState[] = []
  const again = book.book$.subscribe((state) => seen.push(state))
  expect([seen, counts.opened]).toEqual([[books.a], 1])
  again.unsubscribe()
  await clock.advance(1_000)
  expect([counts.open, clock.timerCount]).toEqual([0, 0])
  book.book$.subscribe((state) => seen.push(state))
  expect([seen.length, counts.opened]).toEqual([1, 2])
})

test('behavior: close frees the stream at once, lingering or not, completes all and takes no one in again', async () => {
  const clock = createVirtualClock()
  const { source, counts } = countingSource()
  const book = createOrderBook(source, { market, clock, lingerMs: 60_000 })
  const events: string[] = []
  const note = { complete: () => events.push('complete') }
  book.book$.subscribe(note)
  book.book$.subscribe().unsubscribe()
  await book.close()
  expect([counts.open, events, clock.timerCount]).toEqual([0, ['complete'], 0])
  book.book$.subscribe(note)
  await book[Symbol.asyncDispose]()
  expect([counts.opened, events]).toEqual([1, ['complete', 'complete']])

  const lingering = createOrderBook(source, { market, clock, lingerMs: 60_000 })
  lingering.book$.subscribe().unsubscribe()
  expect([counts.open, clock.timerCount]).toEqual([1, 1])
  await lingering.close()
  expect([counts.open, clock.timerCount]).toEqual([0, 0])
})

test('behavior: the status ends in closed, for those who come later too', async () => {
  const book = createOrderBook(sourceOf(NEVER, concat(of<Status>({ state: 'live' }), NEVER)), { market })
  const seen: string[] = []
  const note = { next: ({ state }: Status) => seen.push(state), complete: () => seen.push('complete') }
  book.status$.subscribe(note)
  await book.close()
  book.status$.subscribe(note)
  expect(seen).toEqual(['live', 'closed', 'complete', 'closed', 'complete'])
})

test('error: refuses a market of one asset, and a linger time that is none', () => {
  expect(() => createOrderBook(sourceOf(NEVER), { market: { base: XLM, quote: XLM } })).toThrow(InvalidMarketError)
  expect(() => createOrderBook(sourceOf(NEVER), { market, lingerMs: -1 })).toThrow(InvalidOptionError)
  expect(() => createOrderBook(sourceOf(NEVER), { market, lingerMs: Number.NaN })).toThrow(InvalidOptionError)
})
