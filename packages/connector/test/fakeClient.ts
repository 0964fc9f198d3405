import { createMarket, type Market, type Status, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import type { Account, AtLedger, HorizonClient, Ledger, Offer, OrderBookSnapshot, Page } from '@sdex/transport'
import { BehaviorSubject, Subject } from 'rxjs'

export const market: Market = createMarket(XLM, { type: 'issued', code: 'USD', issuer: accountIdOf('issuer') })
export const accountId: string = accountIdOf('trader')

/** A client whose answers tests decide: each read takes the next ledger of its list, the last one for ever. */
export type FakeClient = {
  readonly client: HorizonClient
  readonly ledgers$: Subject<Ledger>
  readonly streamStatus$: BehaviorSubject<Status>
  /** Ledgers that the answers of a route are of. */
  readonly answers: { account: number[]; offers: number[]; orderBook: number[] }
  /** Routes in the order in which they were asked. */
  readonly asked: string[]
  /** Set: every read rejects with it. */
  failure: Error | undefined
}

export function ledger(sequence: number): Ledger {
  return { sequence, closedAtMs: sequence * 5_000, baseReserve: 5_000_000n } as Ledger
}

export function createFakeClient(): FakeClient {
  const fake: FakeClient = {
    ledgers$: new Subject(),
    streamStatus$: new BehaviorSubject<Status>({ state: 'live' }),
    answers: { account: [1], offers: [1], orderBook: [1] },
    asked: [],
    failure: undefined,
    client: undefined as unknown as HorizonClient,
  }
  const answer = async <T>(route: keyof FakeClient['answers'], value: T): Promise<AtLedger<T>> => {
    fake.asked.push(route)
    if (fake.failure !== undefined) throw fake.failure
    const list = fake.answers[route]
    const next = list.length > 1 ? list.shift() : list[0]
    return { ledger: next ?? 0, value }
  }
  const account = { id: accountId, sequence: 1n, balances: [] } as unknown as Account
  const snapshot = { market, ledger: undefined, bids: [], asks: [] } as OrderBookSnapshot
  const noOffers: Page<Offer> = { records: [], nextCursor: undefined }
  const client = {
    account: () => answer('account', account),
    offers: () => answer('offers', noOffers),
    orderBook: async () => {
      const { ledger: at, value } = await answer('orderBook', snapshot)
      return { ledger: at, value: { ...value, ledger: at } }
    },
    ledger: async (sequence: number) => {
      fake.asked.push('ledger')
      return ledger(sequence)
    },
    ledgerStream: () => ({ records$: fake.ledgers$, status$: fake.streamStatus$ }),
  } as unknown as HorizonClient
  return Object.assign(fake, { client })
}
