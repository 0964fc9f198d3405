import { of, ReplaySubject, Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { accountId, createFakeNetwork, offerOf } from '../test/fakeNetwork.ts'
import { tradeOf } from '../test/tradeOf.ts'
import type { Fill } from './fill.ts'
import { followFills } from './followFills.ts'
import { createOfferRemainders } from './offerRemainders.ts'

function setUp(after?: string) {
  const network = createFakeNetwork()
  const closed$ = new ReplaySubject<void>(1)
  const remainders = createOfferRemainders()
  const fills$ = followFills({ source: network.source, accountId, after, remainders, closed$ })
  return { ...network, closed$, fills$ }
}

const trade = (ledger: number, index = 0) => tradeOf({ ledger, index, own: 'base', baseIsSeller: true })
const endOf = (ledger: number): string => `${((BigInt(ledger) + 1n) << 32n) - 1n}-0`

test('behavior: begins after the ledger that was committed at creation, however late the subscriber comes', () => {
  const { fills$, cursors, commit } = setUp()
  commit({ ledger: 120 })
  expect(cursors).toEqual([])
  fills$.subscribe()
  expect(cursors).toEqual([endOf(100)])
})

test('behavior: begins after the cursor that it is given', () => {
  const { fills$, cursors } = setUp(trade(90).id)
  fills$.subscribe()
  expect(cursors).toEqual([trade(90).id])
})

test('behavior: tells each trade once, though the server repeats it', () => {
  const { fills$, trades$ } = setUp()
  const ids: string[] = []
  fills$.subscribe(({ id }) => ids.push(id))
  for (const next of [trade(101), trade(101), trade(101, 1), trade(101), trade(102)]) trades$.next(next)
  expect(ids).toEqual([trade(101), trade(101, 1), trade(102)].map(({ id }) => `${id}/maker`))
})

test('behavior: goes on behind the last fill when all have left and one comes back', () => {
  const { fills$, trades$, cursors } = setUp()
  const first = fills$.subscribe()
  trades$.next(trade(101))
  first.unsubscribe()
  fills$.subscribe()
  expect(cursors).toEqual([endOf(100), trade(101).id])
})

test('behavior: several subscribers share one stream, and the last one to leave ends it', () => {
  const { fills$, open } = setUp()
  expect(open).toEqual({ views: 0, trades: 0 })
  const [a, b] = [fills$.subscribe(), fills$.subscribe()]
  expect(open).toEqual({ views: 1, trades: 1 })
  a.unsubscribe()
  b.unsubscribe()
  expect(open).toEqual({ views: 0, trades: 0 })
})

test('behavior: ends on close, also for whoever comes later', () => {
  const { fills$, closed$, open } = setUp()
  const ends: string[] = []
  fills$.subscribe({ complete: () => ends.push('early') })
  closed$.next()
  fills$.subscribe({ complete: () => ends.push('late') })
  expect(ends).toEqual(['early', 'late'])
  expect(open).toEqual({ views: 0, trades: 0 })
})

test('behavior: waits for the first ledger where the source has none yet', () => {
  const network = createFakeNetwork()
  const account$ = new Subject<typeof network.views$.value>()
  const source = { ...network.source, account$ }
  const closed$ = new ReplaySubject<void>(1)
  followFills({ source, accountId, after: undefined, remainders: createOfferRemainders(), closed$ }).subscribe()
  expect(network.cursors).toEqual([])
  account$.next(network.views$.value)
  expect(network.cursors).toEqual([endOf(100)])
})

test('behavior: tells whether a fill took the last of its offer', () => {
  const { fills$, trades$, commit } = setUp()
  const took: Pick<Fill, 'ledger' | 'tookLast'>[] = []
  commit({ offers: [offerOf(7n, { amount: 100n })] })
  fills$.subscribe(({ ledger, tookLast }) => took.push({ ledger, tookLast }))
  trades$.next(trade(102))
  trades$.next(trade(103))
  commit({ offers: [], ledger: 104 })
  trades$.next(tradeOf({ ledger: 104, own: 'base', baseIsSeller: true, amount: 20n }))
  expect(took).toEqual([
    { ledger: 102, tookLast: false },
    { ledger: 103, tookLast: false },
    { ledger: 104, tookLast: true },
  ])
})

test('error: a trade with an unreadable id ends the fills, rather than to drop one quietly', () => {
  const network = createFakeNetwork()
  const source = { ...network.source, tradeStream: () => ({ records$: of({ ...trade(101), id: '?' }), status$: of() }) }
  const closed$ = new ReplaySubject<void>(1)
  const errors: unknown[] = []
  followFills({ source, accountId, after: undefined, remainders: createOfferRemainders(), closed$ }).subscribe({
    error: (error: unknown) => errors.push(error),
  })
  expect(errors).toMatchObject([{ code: 'SDEX_UNREADABLE_TRADE' }])
})
