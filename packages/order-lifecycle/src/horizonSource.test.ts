import { SdexError, type Status, TimeoutError } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import type { Ledger, Offer } from '@sdex/transport'
import { NEVER, Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { accountId, offerOf } from '../test/fakeNetwork.ts'
import { type HorizonReads, horizonSource } from './horizonSource.ts'
import type { AccountLedger } from './ports.ts'

class GoneError extends SdexError {
  readonly code = 'TEST_GONE'
  readonly retryable = false
}

function setUp(offers: readonly Offer[] = []) {
  const ticks$ = new Subject<Ledger>()
  const answers = { account: [100], offers: [100] }
  const asked: string[] = []
  let failure: Error | undefined
  const answer = (route: 'account' | 'offers'): number => {
    asked.push(route)
    if (failure !== undefined) throw failure
    return (answers[route].length > 1 ? answers[route].shift() : answers[route][0]) ?? 0
  }
  const client = {
    account: async () => ({ ledger: answer('account'), value: { id: accountId } }),
    offers: async ({ cursor }: { readonly cursor?: string }) => {
      const begin = Number(cursor ?? 0)
      const records = offers.slice(begin, begin + 200)
      return { ledger: answer('offers'), value: { records, nextCursor: String(begin + records.length) } }
    },
    ledger: async (sequence: number) => ledgerOf(sequence),
    ledgerStream: () => ({ records$: ticks$, status$: NEVER as typeof NEVER & { readonly status?: Status } }),
    tradeStream: () => ({ records$: NEVER, status$: NEVER }),
  } as unknown as HorizonReads
  const source = horizonSource(client, accountId)
  const views: AccountLedger[] = []
  const errors: unknown[] = []
  const subscription = source.account$.subscribe({ next: (view) => views.push(view), error: (e) => errors.push(e) })
  const clock = createVirtualClock()
  const tick = async (sequence: number, at?: Partial<typeof answers>): Promise<void> => {
    Object.assign(answers, { account: [sequence], offers: [sequence] }, at)
    ticks$.next(ledgerOf(sequence))
    await clock.advance(0)
  }
  const fail = (error: Error | undefined): void => {
    failure = error
  }
  return { source, ticks$, views, errors, asked, subscription, tick, fail, settled: () => clock.advance(0) }
}

/** A ledger closes each 5 s. */
function ledgerOf(sequence: number): Ledger {
  return { sequence, closedAtMs: sequence * 5_000 } as Ledger
}

test('behavior: commits account and offers of one ledger with its close time', async () => {
  const { views, tick } = setUp([offerOf(7n)])
  await tick(101)
  expect(views).toMatchObject([{ ledger: 101, closedAtMs: 505_000, account: { id: accountId }, offers: [{ id: 7n }] }])
})

test('behavior: reads again when the answers are of two ledgers, and asks for the close time of one ahead of the stream', async () => {
  const { views, asked, tick } = setUp()
  await tick(101, { account: [101, 102], offers: [102] })
  expect(views).toMatchObject([{ ledger: 102, closedAtMs: 510_000 }])
  expect(asked).toEqual(['account', 'offers', 'account', 'offers'])
})

test('behavior: leaves a ledger out that could not be read whole', async () => {
  const { views, tick } = setUp()
  await tick(101, { account: [100], offers: [101] })
  await tick(102)
  expect(views.map(({ ledger }) => ledger)).toEqual([102])
})

test('behavior: never goes back to an older ledger', async () => {
  const { views, tick } = setUp()
  await tick(102)
  await tick(103, { account: [101], offers: [101] })
  expect(views.map(({ ledger }) => ledger)).toEqual([102])
})

test('behavior: reads all pages of offers', async () => {
  const { views, tick } = setUp(Array.from({ length: 450 }, (_, at) => offerOf(BigInt(at + 1))))
  await tick(101)
  expect(views[0]?.offers).toHaveLength(450)
})

test('behavior: ledgers that close while one is read are one more reading', async () => {
  const { views, asked, ticks$, tick } = setUp()
  for (const sequence of [101, 102, 103]) ticks$.next(ledgerOf(sequence))
  await tick(104)
  expect(asked.filter((route) => route === 'account').length).toBeLessThanOrEqual(2)
  expect(views.at(-1)?.ledger).toBe(104)
})

test('behavior: a reading that fails is left to the next ledger', async () => {
  const { views, errors, tick, fail } = setUp()
  fail(new TimeoutError({ message: 'No answer.', remedy: 'Wait.' }))
  await tick(101)
  fail(undefined)
  await tick(102)
  expect(views.map(({ ledger }) => ledger)).toEqual([102])
  expect(errors).toEqual([])
})

test('error: what no later try can mend ends it', async () => {
  const { errors, tick, fail } = setUp()
  fail(new GoneError({ message: 'No such account.', remedy: 'Fund it.' }))
  await tick(101)
  expect(errors).toMatchObject([{ code: 'TEST_GONE' }])
})

test('behavior: replays the latest to a late subscriber, and lets go of the stream with the last', async () => {
  const { source, ticks$, subscription, tick } = setUp()
  await tick(101)
  const late: number[] = []
  const second = source.account$.subscribe(({ ledger }) => late.push(ledger))
  expect(late).toEqual([101])
  subscription.unsubscribe()
  expect(ticks$.observed).toBe(true)
  second.unsubscribe()
  expect(ticks$.observed).toBe(false)
})
