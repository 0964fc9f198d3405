import { isSdexError } from '@sdex/primitives'
import type { HorizonClient, Ledger, Offer } from '@sdex/transport'
import { concatMap, defer, filter, ReplaySubject, share, tap } from 'rxjs'
import type { AccountLedger, OrdersSource } from './ports.ts'

/** What {@link horizonSource} reads with; a `HorizonClient` has it. */
export type HorizonReads = Pick<HorizonClient, 'account' | 'offers' | 'ledger' | 'ledgerStream' | 'tradeStream'>

/** Horizon's largest page. */
const PAGE_LIMIT = 200
/** An account has at most 1,000 offers: five full pages, and the empty one that ends them. */
const MAX_PAGES = 6
/** Rounds of reading until all answers are of one ledger. */
const MAX_ROUNDS = 5

/**
 * One account straight from Horizon: at each ledger the account and its offers, all of that ledger. For orders without a connector, which has a
 * view of its own.
 *
 * @remarks `account$` is cold, shared while it has subscribers, and replays the latest. A reading that fails is left to the next ledger; it
 * errors where no later one can help, as with an account that does not exist.
 * @param client - Borrowed: it stays open.
 * @example
 * ```ts
 * const source = horizonSource(client, signer.publicKey)
 * ```
 */
export function horizonSource(client: HorizonReads, accountId: string): OrdersSource {
  const account$ = defer(() => {
    let [told, committed] = [0, 0]
    return client.ledgerStream().records$.pipe(
      tap(({ sequence }) => {
        told = sequence
      }),
      // Of the ledgers that close while one is read, the newest is enough.
      concatMap(async (tick) => (tick.sequence < told ? undefined : readOrWait(client, accountId, tick))),
      // A backend that lags behind the others does not take a ledger back.
      filter((view): view is AccountLedger => view !== undefined && view.ledger > committed),
      tap(({ ledger }) => {
        committed = ledger
      }),
    )
  })
  return {
    account$: account$.pipe(share({ connector: () => new ReplaySubject<AccountLedger>(1), resetOnRefCountZero: true })),
    tradeStream: (own, options) => client.tradeStream(own, options),
  }
}

async function readOrWait(client: HorizonReads, accountId: string, tick: Ledger): Promise<AccountLedger | undefined> {
  try {
    return await readAccount(client, accountId, tick)
  } catch (error) {
    if (isSdexError(error) && error.retryable) return undefined
    throw error
  }
}

/** Reads until account and offers are of one ledger; `undefined` when five rounds did not do. */
async function readAccount(client: HorizonReads, accountId: string, tick: Ledger): Promise<AccountLedger | undefined> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [{ ledger, value: account }, offers] = await Promise.all([
      client.account(accountId),
      readOffers(client, accountId),
    ])
    if (offers.ledgers.some((other) => other !== ledger)) continue
    const { closedAtMs } = ledger === tick.sequence ? tick : await client.ledger(ledger)
    return { ledger, closedAtMs, account, offers: offers.records }
  }
  return undefined
}

/** All pages. */
async function readOffers(client: HorizonReads, accountId: string) {
  const records: Offer[] = []
  const ledgers: number[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { ledger, value } = await client.offers({ seller: accountId, limit: PAGE_LIMIT, cursor })
    records.push(...value.records)
    ledgers.push(ledger)
    cursor = value.nextCursor
    if (value.records.length < PAGE_LIMIT) break
  }
  return { records, ledgers }
}
