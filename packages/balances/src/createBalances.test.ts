import { InvalidAccountIdError, InvalidOptionError, type Status } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import type { AccountSnapshot } from '@sdex/transport'
import { concat, NEVER, Observable, of, Subject } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { accountId, line, lumens, snapshotOf } from '../test/accounts.ts'
import { balancesOf } from './balancesOf.ts'
import { createBalances } from './createBalances.ts'
import type { AccountSource, BalancesState } from './types.ts'

const first = snapshotOf([line(1n), lumens(100n)])
const second = snapshotOf([line(2n), lumens(100n)])
const states = { a: balancesOf(first), b: balancesOf(second) }

function sourceOf(records$: Observable<AccountSnapshot>, status$: Observable<Status> = NEVER): AccountSource {
  return { accountStream: () => ({ records$, status$ }) }
}

/** A source that counts the connections it holds. */
function countingSource() {
  const records$ = new Subject<AccountSnapshot>()
  const counts = { opened: 0, open: 0 }
  const counted$ = new Observable<AccountSnapshot>((subscriber) => {
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

test('behavior: gives each state once: a change of what balances do not show is none', () => {
  marbles(({ hot, expectObservable }) => {
    const bumped = { ...first, account: { ...first.account, sequence: 2n } }
    const { balances$ } = createBalances(sourceOf(hot('-a-A-b-a', { a: first, A: bumped, b: second })), { accountId })
    expectObservable(balances$).toBe('                  -a---b-a', states)
  })
})

test.each([
  { what: 'the ledger', other: { ...first, ledger: 8 } },
  { what: 'the base reserve', other: { ...first, baseReserve: 11n } },
  { what: 'an entry', other: snapshotOf([line(1n), lumens(100n)], { subentryCount: 1 }) },
  { what: 'what offers buy', other: snapshotOf([line(1n, { buyingLiabilities: 1n }), lumens(100n)]) },
  { what: 'what offers sell', other: snapshotOf([line(1n), lumens(100n, 1n)]) },
  { what: 'a limit', other: snapshotOf([line(1n, { limit: 9n }), lumens(100n)]) },
  { what: 'an authorization', other: snapshotOf([line(1n, { authorized: false }), lumens(100n)]) },
  { what: 'a trustline', other: snapshotOf([lumens(100n)]) },
  {
    what: 'a pool share',
    other: snapshotOf([line(1n), lumens(100n)], { poolShares: [{ poolId: 'ab', balance: 1n, limit: 2n }] }),
  },
])('behavior: a change of $what is a new state', ({ other }) => {
  const { source, records$ } = countingSource()
  const seen: BalancesState[] = []
  createBalances(source, { accountId }).balances$.subscribe((state) => seen.push(state))
  records$.next(first)
  records$.next(other)
  records$.next(structuredClone(other))
  expect(seen).toEqual([states.a, balancesOf(other)])
})

test('behavior: keeps the last balances while the stream is down, and says why', () => {
  marbles(({ hot, expectObservable }) => {
    const down: Status = { state: 'stale', reason: 'no ledger for 20 s', sinceMs: 5 }
    const statuses = { l: { state: 'live' } as Status, d: down }
    const balances = createBalances(sourceOf(hot('-a------', { a: first }), hot('-l--d--l', statuses)), { accountId })
    expectObservable(balances.balances$, '^-------').toBe('-a------', states)
    expectObservable(balances.balances$, '-----^--').toBe('-----a--', states)
    expectObservable(balances.status$).toBe('-l--d--l', statuses)
  })
})

test('behavior: the stream closes a second after the last subscriber left, and stays when one comes back before', async () => {
  const clock = createVirtualClock()
  const { source, records$, counts } = countingSource()
  const { balances$ } = createBalances(source, { accountId, clock })
  balances$.subscribe().unsubscribe()
  records$.next(first)
  await clock.advance(999)
  const seen: BalancesState[] = []
  balances$.subscribe((state) => seen.push(state)).unsubscribe()
  expect([seen, counts]).toEqual([[states.a], { opened: 1, open: 1 }])
  await clock.advance(1_000)
  expect([counts.open, clock.timerCount]).toEqual([0, 0])
})

test('behavior: close frees the stream at once, lingering or not, completes all and takes no one in again', async () => {
  const clock = createVirtualClock()
  const { source, counts } = countingSource()
  const balances = createBalances(source, { accountId, clock, lingerMs: 60_000 })
  const events: string[] = []
  const note = { complete: () => events.push('complete') }
  balances.balances$.subscribe(note)
  balances.balances$.subscribe().unsubscribe()
  await balances.close()
  expect([counts.open, events, clock.timerCount]).toEqual([0, ['complete'], 0])
  balances.balances$.subscribe(note)
  await balances[Symbol.asyncDispose]()
  expect([counts.opened, events]).toEqual([1, ['complete', 'complete']])

  const lingering = createBalances(source, { accountId, clock, lingerMs: 60_000 })
  lingering.balances$.subscribe().unsubscribe()
  expect([counts.open, clock.timerCount]).toEqual([1, 1])
  await lingering.close()
  expect([counts.open, clock.timerCount]).toEqual([0, 0])
})

test('behavior: the status ends in closed, for those who come later too', async () => {
  const balances = createBalances(sourceOf(NEVER, concat(of<Status>({ state: 'live' }), NEVER)), { accountId })
  const seen: string[] = []
  const note = { next: ({ state }: Status) => seen.push(state), complete: () => seen.push('complete') }
  balances.status$.subscribe(note)
  await balances.close()
  balances.status$.subscribe(note)
  expect(seen).toEqual(['live', 'closed', 'complete', 'closed', 'complete'])
})

test('error: refuses what is no account id, and a linger time that is none', () => {
  expect(() => createBalances(sourceOf(NEVER), { accountId: 'GTRADER' })).toThrow(InvalidAccountIdError)
  expect(() => createBalances(sourceOf(NEVER), { accountId, lingerMs: -1 })).toThrow(InvalidOptionError)
})
