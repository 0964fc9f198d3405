import { createMarket, type IssuedAsset, type Market, type Status, XLM } from '@sdex/primitives'
import { accountIdOf, createVirtualClock, type VirtualClock } from '@sdex/testkit'
import type { Offer, SubmissionResult, SubmitOptions, Trade } from '@sdex/transport'
import { Keypair, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk/base'
import { BehaviorSubject, NEVER, Observable, Subject } from 'rxjs'
import { createOrders } from '../src/createOrders.ts'
import { keypairSigner } from '../src/keypairSigner.ts'
import type { Orders } from '../src/orders.ts'
import type { OrdersOptions } from '../src/ordersOptions.ts'
import type { AccountLedger, OrdersSource, Submitter } from '../src/ports.ts'
import { successXdr } from './results.ts'

export const keypair: Keypair = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(7))
export const accountId: string = keypair.publicKey()
export const networkPassphrase = 'A network of one test'
export const usd: IssuedAsset = { type: 'issued', code: 'USD', issuer: accountIdOf('issuer') }
export const eur: IssuedAsset = { type: 'issued', code: 'EUR', issuer: accountIdOf('issuer') }
export const market: Market = createMarket(XLM, usd)

/** A submission that waits for the test to end it. */
export type Submission = {
  readonly envelopeXdr: string
  readonly transaction: Transaction
  readonly hash: string
  readonly sequence: bigint
  readonly signal: AbortSignal | undefined
  accept(): void
  /** Applied in the next ledger, with as many deleted offers as it has operations unless the test says otherwise. */
  apply(resultXdr?: string): number
  end(result: EndOfSubmission): void
  fail(error: Error): void
}

/** An end without its hash, which the fake knows. */
export type EndOfSubmission = SubmissionResult extends infer R ? (R extends unknown ? Omit<R, 'hash'> : never) : never

/** A port to a network of which the test is the ledger. */
export type FakeNetwork = {
  readonly clock: VirtualClock
  readonly submissions: Submission[]
  readonly submitter: Submitter
  readonly source: OrdersSource
  readonly trades$: Subject<Trade>
  /** The cursors that trades were asked for with, of each subscription. */
  readonly cursors: (string | undefined)[]
  readonly views$: BehaviorSubject<AccountLedger>
  /** Subscriptions to views and trades that are open. */
  readonly open: { views: number; trades: number }
  /** Commits the next ledger, 5 s later by its own clock; all that is not named stays. */
  commit(next?: { readonly sequence?: bigint; readonly offers?: readonly Offer[]; readonly ledger?: number }): void
  latest(): Submission
  createOrders(options?: Partial<OrdersOptions>): Orders
}

export const startMs = 1_700_000_000_000

export function createFakeNetwork(): FakeNetwork {
  const clock = createVirtualClock(startMs)
  const submissions: Submission[] = []
  const cursors: (string | undefined)[] = []
  const trades$ = new Subject<Trade>()
  const open = { views: 0, trades: 0 }
  const views$ = new BehaviorSubject<AccountLedger>(viewOf({ ledger: 100, sequence: 40n, offers: [] }))
  const source: OrdersSource = {
    account$: counted(views$, open, 'views'),
    tradeStream: (_filter, options) => ({
      records$: new Observable((subscriber) => {
        cursors.push(options?.cursor)
        return counted(trades$, open, 'trades').subscribe(subscriber)
      }),
      status$: NEVER as Observable<Status>,
    }),
  }
  const submitter: Submitter = {
    submit: (envelopeXdr, options) =>
      new Promise((resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))
        submissions.push(submissionOf({ envelopeXdr, options, resolve, reject, ledger: () => views$.value.ledger }))
      }),
  }
  const commit: FakeNetwork['commit'] = (next = {}) => {
    const { ledger, account, offers } = views$.value
    views$.next(viewOf({ ledger: ledger + 1, sequence: account.sequence, offers, ...next }))
  }
  const latest = (): Submission => {
    const submission = submissions.at(-1)
    if (submission === undefined) throw new Error('Nothing was submitted.')
    return submission
  }
  return {
    ...{ clock, submissions, submitter, source, trades$, cursors, views$, open, commit, latest },
    createOrders: (options = {}) =>
      createOrders({
        signer: keypairSigner(keypair.secret()),
        ...{ submitter, source, networkPassphrase, clock, markets: [market] },
        ...options,
      }),
  }
}

/** An own offer: 100 XLM for 0.25 USD each, unless the test says otherwise. */
export function offerOf(id: bigint, terms: Partial<Offer> = {}): Offer {
  const plain = { selling: XLM, buying: usd, amount: 100_0000000n, price: { n: 1, d: 4 }, lastModifiedLedger: 99 }
  return { id, seller: accountId, ...plain, ...terms }
}

/** A ledger closes each 5 s from ledger 100 on, which closed when the clock began. */
function viewOf(args: {
  readonly ledger: number
  readonly sequence: bigint
  readonly offers: readonly Offer[]
}): AccountLedger {
  const { ledger, sequence, offers } = args
  const account = {
    ...{ id: accountId, sequence, subentryCount: offers.length, numSponsoring: 0, numSponsored: 0 },
    ...{ lastModifiedLedger: ledger, balances: [], poolShares: [] },
  }
  return { ledger, closedAtMs: startMs + 5_000 * (ledger - 100), account: account as never, offers }
}

function submissionOf(args: {
  readonly envelopeXdr: string
  readonly options: SubmitOptions | undefined
  readonly resolve: (result: SubmissionResult) => void
  readonly reject: (error: Error) => void
  readonly ledger: () => number
}): Submission {
  const { envelopeXdr, options, resolve, reject } = args
  const transaction = TransactionBuilder.fromXdr(envelopeXdr, networkPassphrase) as Transaction
  const hash = Buffer.from(transaction.hash()).toString('hex')
  const end = (result: EndOfSubmission): void => resolve({ ...result, hash } as SubmissionResult)
  return {
    ...{ envelopeXdr, transaction, hash, sequence: BigInt(transaction.sequence), signal: options?.signal, end },
    accept: () => options?.onAccepted?.(),
    fail: reject,
    apply(resultXdr = successXdr(transaction.operations.map(() => ({})))) {
      const ledger = args.ledger() + 1
      end({ status: 'applied', ledger, feeCharged: 100n, resultXdr })
      return ledger
    },
  }
}

function counted<T>(
  source$: Observable<T>,
  open: Record<'views' | 'trades', number>,
  of: 'views' | 'trades',
): Observable<T> {
  return new Observable((subscriber) => {
    open[of] += 1
    const subscription = source$.subscribe(subscriber)
    return () => {
      open[of] -= 1
      subscription.unsubscribe()
    }
  })
}
