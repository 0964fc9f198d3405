import { type Clock, isSdexError, SdexError, sleep } from '@sdex/primitives'
import { expect } from 'vitest'
import { allAtOneLedger } from '../../src/pages/allAtOneLedger.ts'
import { recordsOf } from '../../src/pages/pagesOf.ts'
import type { AccountSnapshot } from '../../src/types/accounts.ts'
import type { HorizonClient } from '../../src/types/client.ts'
import type { Offer } from '../../src/types/offers.ts'
import type { OrderBookSnapshot } from '../../src/types/orderBook.ts'
import type { HorizonStream } from '../../src/types/streams.ts'
import type { SubmissionResult } from '../../src/types/submission.ts'
import type { Trade } from '../../src/types/trades.ts'
import { type Watched, watch } from '../fakeStreams.ts'
import { BALANCE_COUNT, type FaultStage, type Submittable } from './faultStage.ts'

/** Requests by which a call can be hit. */
export type Target = { readonly path: string; readonly method?: 'POST'; readonly stream: boolean }

/** A call that goes on while things go wrong. */
export type Call = {
  readonly name: string
  readonly targets: readonly Target[]
  /** Resolves when it runs well, before anything goes wrong. */
  ready(): Promise<void>
  /** Goes on until what hits it is over; checks each outcome. */
  work(isOver: () => boolean): Promise<void>
  /** After everything is over, as of this ledger: it has told all there was, once, in order. */
  finish(ledger: number): Promise<void>
}

export type CallContext = {
  readonly stage: FaultStage
  readonly client: HorizonClient
  readonly row: string
  /** The server itself tells older books after newer ones, and no book names its ledger. */
  readonly booksStepBack: boolean
}

/** Milliseconds that a read may take, and until it must have ended in any case. */
export const TIMEOUT_MS = 20_000
const LATEST_MS = 40_000
/** Milliseconds within which all is well again after the last fault. */
const RECOVERY_MS = 150_000

/** What a call kind makes of a context. */
type Kind = (context: CallContext) => Call

const stateRead: Kind = (context) =>
  readCall(context, 'a read of state', ['/order_book'], async ({ client, stage }) => {
    const { ledger, value } = await client.orderBook(stage.market)
    expect(bookText(value)).toBe(amountsOf(stage.truth.get(ledger)?.offers))
  })

const historyRead: Kind = (context) =>
  readCall(context, 'a read of history', [`/transactions/${context.stage.known}`], async ({ client, stage }) => {
    const found = await client.transaction(stage.known)
    expect([found?.hash, found?.successful]).toEqual([stage.known, true])
  })

const pageWalk: Kind = (context) =>
  readCall(context, 'a page walk', [`/accounts/${context.stage.maker}/transactions`], async ({ client, stage }) => {
    const { maker, makers, known } = stage
    const found: string[] = []
    const read = (page: object) => client.transactions({ account: maker, ...page })
    for await (const { sourceAccount, hash } of recordsOf(read, { limit: 3, maxRecords: 30 })) {
      if (sourceAccount === maker) found.push(hash)
    }
    const own = found.slice(found.indexOf(known) + 1)
    expect(own.slice(0, 8)).toEqual(makers.slice(0, own.length))
    expect(own.length).toBeGreaterThan(4)
    expect(new Set(found).size).toBe(found.length)
  })

const consistentRead: Kind = (context) =>
  readCall(context, 'allAtOneLedger', ['/claimable_balances'], async ({ client }) => {
    const { value } = await allAtOneLedger((page) => client.claimableBalances(page), { limit: 2 })
    expect(new Set(value.map(({ id }) => id)).size).toBe(BALANCE_COUNT)
  })

const ledgers: Kind = (context) => {
  const { client, stage } = context
  const targets = [
    { path: '/ledgers', stream: true },
    { path: '/ledgers', stream: false },
  ]
  return streamCall(context, { name: 'ledgerStream', targets, stream: client.ledgerStream() }, (watched) => ({
    hasAll: (ledger) => (watched.records.at(-1)?.sequence ?? 0) >= ledger,
    check: () => {
      const told = watched.records.map(({ sequence, hash }) => `${sequence} ${hash}`)
      const first = watched.records[0]?.sequence ?? 0
      const true_ = [...stage.truth.values()].filter(({ sequence }) => sequence >= first)
      expect(told).toEqual(true_.map(({ sequence, hash }) => `${sequence} ${hash}`).slice(0, told.length))
    },
  }))
}

const books: Kind = (context) => {
  const { client, stage } = context
  const stream = client.orderBookStream(stage.market)
  const targets = [{ path: '/order_book', stream: true }]
  return streamCall(context, { name: 'orderBookStream', targets, stream }, (watched) => ({
    hasAll: (ledger) => bookText(watched.records.at(-1)) === amountsOf(stage.truth.get(ledger)?.offers),
    check: () => {
      const true_ = [...stage.truth.values()].map(({ offers }) => amountsOf(offers))
      let at = 0
      for (const book of watched.records) {
        const found = true_.indexOf(bookText(book), at)
        expect(found, 'a book of a ledger, none older than the one before').toBeGreaterThanOrEqual(0)
        if (!context.booksStepBack) at = found
      }
    },
  }))
}

const trades: Kind = (context) => {
  const { client, stage } = context
  const stream = client.tradeStream({ market: stage.market }, { cursor: '0' })
  const targets = [
    { path: '/trades', stream: true },
    { path: '/trades', stream: false },
  ]
  let all: readonly string[] = []
  return streamCall(context, { name: 'tradeStream', targets, stream }, (watched) => ({
    prepare: async () => {
      const read: string[] = []
      const pages = recordsOf((page) => client.trades({ market: stage.market, ...page }))
      for await (const trade of pages) read.push(tradeText(trade))
      all = read
    },
    hasAll: () => watched.records.map(tradeText).at(-1) === all.at(-1),
    check: () => expect(watched.records.map(tradeText)).toEqual(all),
  }))
}

const account: Kind = (context) => {
  const { client, stage } = context
  const stream = client.accountStream(stage.taker)
  const targets = [{ path: `/accounts/${stage.taker}`, stream: false }]
  return streamCall(context, { name: 'accountStream', targets, stream }, (watched) => ({
    hasAll: (ledger) => takerText(watched.records.at(-1)) === stage.truth.get(ledger)?.taker,
    check: () => {
      checkRising(watched.records)
      for (const snapshot of watched.records) {
        if (stage.truth.has(snapshot.ledger)) expect(takerText(snapshot)).toBe(stage.truth.get(snapshot.ledger)?.taker)
      }
    },
  }))
}

const offers: Kind = (context) => {
  const { client, stage } = context
  const stream = client.offersStream(stage.maker)
  const targets = [{ path: '/offers', stream: false }]
  return streamCall(context, { name: 'offersStream', targets, stream }, (watched) => ({
    hasAll: (ledger) => offersText(watched.records.at(-1)?.value) === stage.truth.get(ledger)?.offers,
    check: () => {
      checkRising(watched.records)
      for (const { ledger, value } of watched.records) {
        if (stage.truth.has(ledger)) expect(offersText(value)).toBe(stage.truth.get(ledger)?.offers)
      }
    },
  }))
}

const submission: Kind = ({ stage, client }) => {
  const sent = stage.payment(120_000)
  const before = stage.received.length
  return {
    name: 'submit',
    targets: [
      { path: '/transactions_async', method: 'POST', stream: false },
      { path: `/transactions/${sent.hash}`, stream: false },
    ],
    ready: async () => {},
    work: async () => checkEnd(stage, sent, await client.submit(sent.envelopeXdr)),
    finish: async () => {
      expect(new Set(stage.received.slice(before))).toEqual(new Set([sent.hash]))
    },
  }
}

/** Every kind of call. */
export const callKinds: readonly Kind[] = [
  stateRead,
  historyRead,
  pageWalk,
  consistentRead,
  ledgers,
  books,
  trades,
  account,
  offers,
  submission,
]

/** A submission's end is what the ledger says. */
export function checkEnd(stage: FaultStage, sent: Submittable, end: SubmissionResult): void {
  expect(end.hash).toBe(sent.hash)
  const holding = [...stage.truth.values()].find(({ hashes }) => hashes.has(sent.hash))
  if (end.status === 'applied') expect(end.ledger).toBe(holding?.sequence)
  else {
    expect([end.status, holding?.sequence]).toEqual(['expired', undefined])
    if (end.status !== 'expired') return
    expect(stage.truth.get(end.provenAtLedger)?.closedAtMs).toBeGreaterThan(sent.maxTimeMs)
  }
}

/** A read that is made again and again: right, or refused by a typed error, within its time; and right when nothing is in its way any more. */
function readCall(
  { stage, client, row }: CallContext,
  name: string,
  paths: readonly string[],
  read: (on: { client: HorizonClient; stage: FaultStage }) => Promise<void>,
): Call {
  const { clock } = stage
  const attempt = async (): Promise<unknown> => {
    const startMs = clock.now()
    try {
      await read({ client, stage })
      return undefined
    } catch (error) {
      if (!(error instanceof SdexError && isSdexError(error))) throw error
      return error
    } finally {
      expect(clock.now() - startMs, `${row}: ${name} took too long`).toBeLessThan(LATEST_MS)
    }
  }
  return {
    name,
    targets: paths.map((path) => ({ path, stream: false })),
    ready: async () => {},
    work: async (isOver) => {
      while (!isOver()) {
        await attempt()
        await sleep(clock, 500)
      }
    },
    finish: () =>
      untilRead(clock, async () => {
        const error = await attempt()
        if (error !== undefined) throw error
      }),
  }
}

/** Reads again while it is refused by a typed error, after longer and longer pauses, in which a budget grows for all that it takes. */
async function untilRead(clock: Clock, read: () => Promise<void>): Promise<void> {
  const deadlineMs = clock.now() + RECOVERY_MS
  for (let pauseMs = 1_000; ; pauseMs = Math.min(16_000, pauseMs * 2)) {
    try {
      await read()
      return
    } catch (error) {
      if (!isSdexError(error) || clock.now() > deadlineMs) throw error
    }
    await sleep(clock, pauseMs)
  }
}

type Judge = { prepare?(): Promise<void>; hasAll(ledger: number): boolean; check(): void }

type Streamed<Item> = {
  readonly name: string
  readonly targets: readonly Target[]
  readonly stream: HorizonStream<Item>
}

function streamCall<Item>(
  { stage, row }: CallContext,
  { name, targets, stream }: Streamed<Item>,
  judge: (watched: Watched<Item>) => Judge,
): Call {
  const { clock } = stage
  const watched = watch(stream)
  const { prepare, hasAll, check } = judge(watched)
  const until = async (isSo: () => boolean, what: string): Promise<void> => {
    const deadlineMs = clock.now() + RECOVERY_MS
    while (!isSo()) {
      if (clock.now() > deadlineMs) {
        check()
        expect.fail(`${row}: ${name} ${what}, after ${watched.records.length} records: ${watched.shown}`)
      }
      await sleep(clock, 500)
    }
  }
  return {
    name,
    targets,
    ready: () => until(() => watched.shown === 'live' && watched.records.length > 0, 'did not begin'),
    work: async () => {},
    finish: async (ledger) => {
      await untilRead(clock, async () => prepare?.())
      await until(() => hasAll(ledger), `did not get to ledger ${ledger}`)
      await until(() => watched.shown === 'live', 'is not live')
      check()
      watched.stop()
    },
  }
}

function checkRising(records: readonly { readonly ledger: number }[]): void {
  for (const [index, { ledger }] of records.entries()) {
    if (index > 0) expect(ledger).toBeGreaterThan(records[index - 1]?.ledger ?? 0)
  }
}

function bookText(book: OrderBookSnapshot | undefined): string {
  return (book?.bids ?? []).map(({ amount }) => String(amount)).join()
}

function amountsOf(offers: string | undefined): string | undefined {
  return offers
    ?.split(',')
    .map((offer) => offer.split(':')[1])
    .join()
}

function tradeText({ id, base, counter }: Trade): string {
  return `${id} ${base.amount} ${counter.amount}`
}

function takerText(snapshot: AccountSnapshot | undefined): string {
  const native = snapshot?.account.balances.find(({ asset }) => asset.type === 'native')
  return `${snapshot?.account.sequence}:${native?.balance}`
}

function offersText(list: readonly Offer[] | undefined): string {
  return (list ?? []).map(({ id, amount }) => `${id}:${amount}`).join()
}
