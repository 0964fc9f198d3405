import type { Status } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { BehaviorSubject, Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { ledgerOf, type StreamSetUp, setUpStreams, type Watched, watch } from '../../test/fakeStreams.ts'
import { AccountNotFoundError, HorizonResponseError } from '../errors.ts'
import type { Account, AccountSnapshot } from '../types/accounts.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { AtLedger } from '../types/requests.ts'
import { accountStream } from './accountStream.ts'

const accountId = accountIdOf('trader')

function accountAt(ledger: number, sequence: bigint): AtLedger<Account> {
  const account: Account = {
    ...{ id: accountId, sequence, subentryCount: 0, numSponsoring: 0, numSponsored: 0, lastModifiedLedger: 1 },
    thresholds: { low: 0, medium: 0, high: 0 },
    flags: { authRequired: false, authRevocable: false, authImmutable: false, authClawbackEnabled: false },
    ...{ signers: [], balances: [], poolShares: [] },
  }
  return { ledger, value: account }
}

type Started = StreamSetUp & {
  readonly ledgers$: Subject<Ledger>
  readonly ledgerStatus$: BehaviorSubject<Status>
  /** What the next readings answer; the last one for ever. */
  readonly answers: (AtLedger<Account> | Error | Promise<AtLedger<Account>>)[]
  readonly counts: { accounts: number; ledgers: number }
  readonly stream: Watched<AccountSnapshot>
  tick(sequence: number): Promise<void>
}

function start(): Started {
  const setUp = setUpStreams({ random: () => 1 })
  const ledgers$ = new Subject<Ledger>()
  const ledgerStatus$ = new BehaviorSubject<Status>({ state: 'live' })
  const answers: Started['answers'] = []
  const counts = { accounts: 0, ledgers: 0 }
  Object.assign(setUp.context.reads, {
    account: async () => {
      counts.accounts += 1
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer instanceof Error) throw answer
      return answer
    },
    ledger: async (sequence: number) => {
      counts.ledgers += 1
      return ledgerOf(sequence)
    },
  })
  const stream = watch(accountStream(setUp.context, { records$: ledgers$, status$: ledgerStatus$ }, accountId))
  const tick = async (sequence: number): Promise<void> => {
    ledgers$.next(ledgerOf(sequence))
    await setUp.clock.advance(0)
  }
  return { ...setUp, ledgers$, ledgerStatus$, answers, counts, stream, tick }
}

const seen = ({ stream }: Started): [number, bigint][] =>
  stream.records.map(({ ledger, account }) => [ledger, account.sequence])

test('behavior: each ledger brings a reading, a change a snapshot with what its ledger says', async () => {
  const started = start()
  const { answers, stream, tick } = started
  expect(stream.shown).toBe('connecting')
  answers.push(accountAt(10, 1n), accountAt(11, 1n), accountAt(12, 2n))
  for (const ledger of [10, 11, 12]) await tick(ledger)
  expect(stream.records).toEqual([
    { ledger: 10, closedAtMs: 50_000, baseReserve: 5_000_000n, account: accountAt(10, 1n).value },
    { ledger: 12, closedAtMs: 60_000, baseReserve: 5_000_000n, account: accountAt(12, 2n).value },
  ])
  expect([stream.shown, started.counts]).toEqual(['live', { accounts: 3, ledgers: 0 }])
})

test('behavior: a changed base reserve is a change', async () => {
  const { answers, stream, tick, ledgers$, clock } = start()
  answers.push(accountAt(10, 1n), accountAt(11, 1n))
  await tick(10)
  ledgers$.next({ ...ledgerOf(11), baseReserve: 1n })
  await clock.advance(0)
  expect(stream.records.map(({ baseReserve }) => baseReserve)).toEqual([5_000_000n, 1n])
})

test('behavior: an answer of a ledger that was not told yet has that ledger asked for', async () => {
  const started = start()
  started.answers.push(accountAt(12, 1n))
  await started.tick(10)
  expect([seen(started), started.counts.ledgers]).toEqual([[[12, 1n]], 1])
})

test('behavior: it never goes back to an older ledger, and asks again until the server has caught up', async () => {
  const started = start()
  const { answers, tick, clock } = started
  answers.push(accountAt(10, 1n), accountAt(9, 0n), accountAt(10, 1n), accountAt(11, 2n))
  await tick(10)
  await tick(11)
  expect(seen(started)).toEqual([[10, 1n]])
  await clock.advance(750)
  expect(seen(started)).toEqual([
    [10, 1n],
    [11, 2n],
  ])
})

test('behavior: a server that stays behind is not asked without end', async () => {
  const { answers, tick, clock, counts } = start()
  answers.push(accountAt(10, 1n))
  await tick(11)
  await clock.advance(600_000)
  expect([counts.accounts, clock.timerCount]).toEqual([6, 0])
})

test('error: readings that stay behind are told as such, until they catch up', async () => {
  const { answers, stream, clock, ledgers$ } = start()
  const tick = async (sequence: number): Promise<void> => {
    ledgers$.next(ledgerOf(sequence))
    await clock.advance(5_000)
  }
  answers.push(accountAt(10, 1n))
  for (const ledger of [10, 11, 12, 13]) await tick(ledger)
  expect(stream.shown).toBe('live')
  await tick(14)
  expect(stream.shown).toMatch(/^stale: What the server answers stays behind ledger 14, .* \[SDEX_STREAM_LAG\]$/)
  answers.push(accountAt(15, 2n))
  await tick(15)
  await tick(16)
  expect([stream.shown, stream.records.length]).toEqual(['live', 2])
})

test('error: what was read before a sleep is no longer current when the ledgers have caught up, until it is read again', async () => {
  const { answers, stream, clock, ledgers$, tick } = start()
  answers.push(accountAt(10, 1n), new Promise(() => {}))
  await tick(10)
  for (const ledger of [11, 12, 13]) await tick(ledger)
  expect(stream.shown).toBe('live')
  for (let ledger = 14; ledger <= 700; ledger += 1) ledgers$.next(ledgerOf(ledger))
  await clock.advance(0)
  expect(stream.statuses.slice(-2)).toMatchObject([{ state: 'live' }, { state: 'stale', code: 'SDEX_STREAM_LAG' }])
})

test('error: an answer that took longer than ledgers close is not current', async () => {
  const { answers, stream, tick } = start()
  let release = (_: AtLedger<Account>): void => {}
  const slow = new Promise<AtLedger<Account>>((resolve) => {
    release = resolve
  })
  answers.push(slow, new Promise(() => {}))
  for (const ledger of [10, 11, 12, 13, 14]) await tick(ledger)
  release(accountAt(10, 1n))
  await tick(15)
  expect([stream.records.length, stream.shown]).toEqual([1, expect.stringMatching(/^stale/)])
})

test('behavior: ledgers that close during a reading make one more', async () => {
  const started = start()
  const { answers, tick, clock, counts } = started
  let release = (_: AtLedger<Account>): void => {}
  answers.push(
    new Promise((resolve) => {
      release = resolve
    }),
    accountAt(13, 2n),
  )
  for (const ledger of [10, 11, 12, 13]) await tick(ledger)
  expect(counts.accounts).toBe(1)
  release(accountAt(10, 1n))
  await clock.advance(0)
  expect([seen(started), counts.accounts]).toEqual([
    [
      [10, 1n],
      [13, 2n],
    ],
    2,
  ])
})

test('error: an account that does not exist is shown, and asked for at each ledger', async () => {
  const { answers, stream, tick, clock, counts } = start()
  answers.push(new AccountNotFoundError({ message: 'There is no account.', remedy: 'Fund it.' }), accountAt(12, 1n))
  await tick(10)
  await clock.advance(60_000)
  expect([stream.shown, counts.accounts]).toEqual(['stale: There is no account. Fund it. [SDEX_ACCOUNT_NOT_FOUND]', 1])
  await tick(12)
  expect(stream.shown).toBe('live')
})

test('error: a reading that fails is repeated, also when no ledger follows', async () => {
  const { answers, stream, tick, clock } = start()
  const problem = { type: '', title: '', detail: '', extras: {} }
  answers.push(new HorizonResponseError({ message: 'Answered by 503.', remedy: 'Wait.', status: 503, problem }))
  answers.push(accountAt(10, 1n))
  await tick(10)
  expect(stream.shown).toBe('stale: Answered by 503. Wait. [SDEX_HORIZON_RESPONSE]')
  await clock.advance(1_000)
  expect([stream.shown, stream.records.length]).toEqual(['live', 1])
})

test('behavior: it is as well as the ledgers it follows', async () => {
  const { answers, stream, tick, ledgerStatus$ } = start()
  answers.push(accountAt(10, 1n))
  await tick(10)
  ledgerStatus$.next({ state: 'reconnecting', reason: 'cut', sinceMs: 7 })
  expect(stream.statuses.at(-1)).toEqual({ state: 'reconnecting', reason: 'cut', sinceMs: 7 })
  ledgerStatus$.next({ state: 'live' })
  expect(stream.shown).toBe('live')
})

test('behavior: the last subscriber takes everything along, and closing completes', async () => {
  const { answers, stream, tick, clock, ledgers$, context, closed$ } = start()
  answers.push(new Error('down'))
  await tick(10)
  expect(clock.timerCount).toBe(1)
  stream.leave()
  await clock.advance(0)
  expect([clock.timerCount, ledgers$.observed]).toEqual([0, false])
  expect(stream.shown).toBe('connecting')
  const closing = watch(
    accountStream(context, { records$: ledgers$, status$: new BehaviorSubject<Status>({ state: 'live' }) }, accountId),
  )
  closed$.next()
  expect([closing.isComplete, closing.shown, ledgers$.observed]).toEqual([true, 'closed', false])
})
