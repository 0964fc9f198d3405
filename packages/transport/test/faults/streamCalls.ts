import { sleep } from '@sdex/primitives'
import { expect } from 'vitest'
import { recordsOf } from '../../src/pages/pagesOf.ts'
import type { AccountSnapshot } from '../../src/types/accounts.ts'
import type { Offer } from '../../src/types/offers.ts'
import type { HorizonStream } from '../../src/types/streams.ts'
import type { Trade } from '../../src/types/trades.ts'
import { type Watched, watch } from '../fakeStreams.ts'
import {
  amountsOf,
  bookText,
  type Call,
  type CallContext,
  type Kind,
  RECOVERY_MS,
  type Target,
  untilRead,
} from './call.ts'

export const ledgers: Kind = (context) => {
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

export const books: Kind = (context) => {
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

export const trades: Kind = (context) => {
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

export const account: Kind = (context) => {
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

export const offers: Kind = (context) => {
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
