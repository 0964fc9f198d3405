import { type OrderBookState, parseOrderBook } from '@sdex/order-book'
import { formatMarket, type Market } from '@sdex/primitives'
import type { Account, AtLedger, HorizonClient, Offer } from '@sdex/transport'
import { LedgerMovedError } from './errors.ts'

/** What Horizon says of one ledger, read by several requests. */
export type ViewReading = {
  readonly ledger: number
  readonly books: ReadonlyMap<string, OrderBookState>
  readonly account: Account | undefined
  readonly offers: readonly Offer[]
}

export type ViewRequest = {
  readonly markets: readonly Market[]
  /** Absent: markets alone. */
  readonly accountId: string | undefined
  readonly signal: AbortSignal
}

/** Rounds of reading again what turned out to be of an older ledger. */
const MAX_ROUNDS = 5
/** Horizon's largest page and deepest book. */
const PAGE_LIMIT = 200
/** An account owns at most 1,000 offers (its subentry limit): five full pages, and the empty one that ends them. */
const MAX_PAGES = 6

/**
 * Reads account, offers and books until all are of one ledger: whatever is older than the newest answer is read again.
 *
 * @throws {@link LedgerMovedError} when five rounds did not do; what the client throws otherwise.
 */
export async function readView(client: HorizonClient, request: ViewRequest): Promise<ViewReading> {
  const readers = readersOf(client, request)
  let answers: readonly AtLedger<Part>[] = []
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const known = newestOf(answers)
    answers = await Promise.all(
      readers.map(async (read, at) => {
        const answer = answers[at]
        return answer !== undefined && answer.ledger === known ? answer : await read()
      }),
    )
    const newest = newestOf(answers)
    if (answers.every(({ ledger }) => ledger === newest)) return toReading(newest, answers, request)
  }
  throw ledgerMoved(answers)
}

/** One part of a view. */
type Part =
  | { readonly type: 'book'; readonly key: string; readonly book: OrderBookState }
  | { readonly type: 'account'; readonly account: Account }
  | { readonly type: 'offers'; readonly offers: readonly Offer[] }

type Reader = () => Promise<AtLedger<Part>>

function readersOf(client: HorizonClient, { markets, accountId, signal }: ViewRequest): readonly Reader[] {
  const books = markets.map(
    (market): Reader =>
      async () => {
        const { ledger, value } = await client.orderBook(market, { limit: PAGE_LIMIT, signal, priority: 'market' })
        return { ledger, value: { type: 'book', key: formatMarket(market), book: parseOrderBook(value) } }
      },
  )
  if (accountId === undefined) return books
  const account: Reader = async () => {
    const { ledger, value } = await client.account(accountId, { signal, priority: 'account' })
    return { ledger, value: { type: 'account', account: value } }
  }
  const offers: Reader = async () => {
    const { ledger, value } = await readAllOffers(client, { accountId, signal })
    return { ledger, value: { type: 'offers', offers: value } }
  }
  return [account, offers, ...books]
}

/** All pages, of one ledger when they agree; of the oldest otherwise, so that they are read again. */
async function readAllOffers(
  client: HorizonClient,
  { accountId, signal }: { readonly accountId: string; readonly signal: AbortSignal },
): Promise<AtLedger<readonly Offer[]>> {
  const offers: Offer[] = []
  let oldest = Number.POSITIVE_INFINITY
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { ledger, value } = await client.offers({
      seller: accountId,
      limit: PAGE_LIMIT,
      cursor,
      signal,
      priority: 'account',
    })
    offers.push(...value.records)
    oldest = Math.min(oldest, ledger)
    cursor = value.nextCursor
    if (value.records.length < PAGE_LIMIT || cursor === undefined) break
  }
  return { ledger: oldest, value: offers }
}

function toReading(ledger: number, answers: readonly AtLedger<Part>[], { accountId }: ViewRequest): ViewReading {
  const parts = answers.map(({ value }) => value)
  return {
    ledger,
    books: new Map(parts.flatMap((part) => (part.type === 'book' ? [[part.key, part.book] as const] : []))),
    account: accountId === undefined ? undefined : parts.find((part) => part.type === 'account')?.account,
    offers: parts.find((part) => part.type === 'offers')?.offers ?? [],
  }
}

function newestOf(answers: readonly AtLedger<unknown>[]): number {
  return Math.max(...answers.map(({ ledger }) => ledger))
}

function ledgerMoved(answers: readonly AtLedger<unknown>[]): LedgerMovedError {
  const ledgers = [...new Set(answers.map(({ ledger }) => ledger))].sort((a, b) => a - b)
  return new LedgerMovedError({
    message: `The server answered for ledgers ${ledgers.join(', ')} in ${MAX_ROUNDS} rounds of reading.`,
    remedy: 'Use a server that answers within a ledger, or one whose backends do not lag behind each other.',
    input: ledgers,
  })
}
