import { connect } from '@sdex/connector'
import { type Fill, fillInMarket, type OrderChange, type Settlement, type Signer } from '@sdex/order-lifecycle'
import { type Closeable, formatMarket, isSdexError, type Market } from '@sdex/primitives'
import { concatMap, filter, firstValueFrom, map } from 'rxjs'
import type { Change, LedgerView } from '../strategy/types.ts'
import type { BotFill } from '../view/botEvent.ts'
import type { Exchange, SettledTransaction } from './exchange.ts'

export type ExchangeOptions = {
  readonly horizonUrl: string
  readonly networkPassphrase: string
  readonly signer: Signer
  readonly market: Market
  /** Requests that the server grants in an hour. */
  readonly requestsPerHour: number
  readonly validForMs: number
  /** Stroops. */
  readonly maxFeePerOperation: bigint
  readonly signal: AbortSignal
}

/** Connects, and shows the connection in the pair's terms. */
export async function openExchange(options: ExchangeOptions): Promise<Exchange & Closeable> {
  const { market } = options
  const connector = await connect({ ...options, markets: [market] })
  const { orders, client } = connector
  const key = formatMarket(market)
  let pending: ReturnType<Exchange['pending']>
  orders.pending$.subscribe(({ transaction }) => {
    pending = transaction && { ...transaction, changes: transaction.changes.map(toChange) }
  })
  return {
    account: connector.accountId,
    market,
    view$: connector.view$.pipe(
      map(({ books, ...view }) => ({ ...view, market, book: books.get(key) })),
      filter((view): view is LedgerView => view.book !== undefined),
    ),
    status$: connector.status$,
    fills$: orders.fills$.pipe(concatMap((fill) => botFills(fill, market))),
    apply: async (changes) => settledOf(() => orders.apply(changes.map((change) => toOrderChange(change, market)))),
    cancelAll: async (signal) => {
      const settlements = await orders.cancelAll({ market, signal })
      const view = await firstValueFrom(connector.view$)
      const last = settlements.at(-1)?.ledger ?? view.ledger
      await firstValueFrom(connector.view$.pipe(filter(({ ledger }) => ledger >= last)))
    },
    stop: ({ timeoutMs, signal }) => orders.stop({ market, timeoutMs, signal }),
    pending: () => pending,
    requestCounts: () => client.stats(),
    close: () => connector.close(),
    [Symbol.asyncDispose]: () => connector.close(),
  }
}

/** None when it is of other assets. */
function botFills(fill: Fill, market: Market): readonly (BotFill & { readonly whole: boolean })[] {
  const inMarket = fillInMarket(fill, market)
  if (inMarket === undefined) return []
  const { side, baseAmount, price } = inMarket
  return [{ side, baseAmount, price, offerId: fill.offerId ?? 0n, atMs: fill.ledgerClosedAtMs, whole: fill.tookLast }]
}

function toOrderChange(change: Change, market: Market): OrderChange {
  if (change.type === 'cancel') return { type: 'cancel', offerId: change.offerId }
  return { ...change, market }
}

function toChange(change: OrderChange): Change {
  return change.type === 'cancel' ? { ...change, side: 'sell' } : change
}

/** An error before anything was sent is a refusal; after it the end is not known. */
async function settledOf(apply: () => Promise<Settlement>): Promise<SettledTransaction> {
  try {
    const { status, hash, ledger, elapsedMs, acceptedMs, reason } = await apply()
    return { status, hash, ledger, elapsedMs, acceptedMs, reason }
  } catch (error) {
    if (!isSdexError(error)) throw error
    const { input } = error
    const hash = typeof input === 'object' && input !== null && 'hash' in input ? String(input.hash) : undefined
    return {
      status: hash === undefined ? 'rejected' : 'unknown',
      hash: hash ?? '-',
      ledger: undefined,
      elapsedMs: 0,
      acceptedMs: undefined,
      reason: error.message,
    }
  }
}
