import { AbortedError } from '@sdex/primitives'
import { MalformedBodyError } from '../errors.ts'
import { invalidOption } from '../invalidOption.ts'
import { checkLimit, MAX_LIMIT } from '../reads/checkInput.ts'
import type { AtLedger, Page, PageOptions } from '../types/requests.ts'

/** What a read of one page is given: pass it on to a call of the client. */
export type PageRequest = Pick<PageOptions, 'cursor' | 'limit' | 'order' | 'signal' | 'minLedger'>

/** Reads one page, of history or of state. */
export type ReadPage<Item> = (page: PageRequest) => Promise<Page<Item> | AtLedger<Page<Item>>>

/** Which pages to walk through. */
export type PagesOptions = {
  /** Records after this one. @defaultValue from the start */
  readonly cursor?: string | undefined
  /** Oldest or lowest first, or the other way. @defaultValue 'asc' */
  readonly order?: 'asc' | 'desc' | undefined
  /** Records of a page, 1 to 200. @defaultValue 200 */
  readonly limit?: number | undefined
  /** Records of all pages together; the walk ends there. @defaultValue no bound */
  readonly maxRecords?: number | undefined
  /**
   * What is the end: the first page that is not full, or the first one without records, which costs one request more. Effects of a pool
   * need the latter, as their pages may be short anywhere. @defaultValue 'short'
   */
  readonly endsAt?: 'short' | 'empty' | undefined
  /** Ends the walk and the request under way. @defaultValue none */
  readonly signal?: AbortSignal | undefined
}

/**
 * Walks through the pages of a collection. While the consumer works on a page the next one is read, and no further one: whoever is slow slows the
 * requests down. Leaving the loop ends the request under way.
 *
 * @param read - Reads one page; called for one page after the other, not before the first is asked for.
 * @param options - Where to begin and to end.
 * @returns The pages, for one `for await`; none of them is empty.
 * @throws `InvalidOptionError` at once for bad options. Iterating rejects with what `read` rejects with, `AbortedError` when the signal fires, and
 * `MalformedBodyError` when a page ends where it began.
 * @example
 * ```ts
 * import { createHorizonClient, pagesOf } from '@sdex/transport'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const account = 'GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5'
 * for await (const { records } of pagesOf((page) => client.trades({ account, ...page }), { maxRecords: 1_000 })) {
 *   console.log(records.length)
 * }
 * ```
 */
export function pagesOf<Item>(
  read: ReadPage<Item>,
  options: PagesOptions = {},
): AsyncGenerator<Page<Item>, void, undefined> {
  checkLimit(options.limit)
  checkMaxRecords(options.maxRecords)
  return walk(read, options)
}

/**
 * The records of {@link pagesOf}, one by one.
 *
 * @param read - Reads one page; called for one page after the other, not before the first is asked for.
 * @param options - Where to begin and to end.
 * @returns The records, for one `for await`.
 * @throws What `pagesOf` throws.
 * @example
 * ```ts
 * import { createHorizonClient, recordsOf } from '@sdex/transport'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const account = 'GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5'
 * const trades = recordsOf((page) => client.trades({ account, ...page }), { order: 'desc', maxRecords: 50 })
 * for await (const { id, price } of trades) console.log(id, price)
 * ```
 */
export function recordsOf<Item>(
  read: ReadPage<Item>,
  options: PagesOptions = {},
): AsyncGenerator<Item, void, undefined> {
  return flatten(pagesOf(read, options))
}

async function* flatten<Item>(pages: AsyncIterable<Page<Item>>): AsyncGenerator<Item, void, undefined> {
  for await (const { records } of pages) yield* records
}

async function* walk<Item>(
  read: ReadPage<Item>,
  { cursor, order, limit = MAX_LIMIT, maxRecords, endsAt = 'short', signal }: PagesOptions,
): AsyncGenerator<Page<Item>, void, undefined> {
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  let left = maxRecords ?? Number.POSITIVE_INFINITY
  const start = (after: string | undefined): Reading<Item> => {
    const size = Math.min(limit, left)
    const page = read({ cursor: after, order, limit: size, signal: stop.signal }).then(pageOf)
    page.catch(() => {}) // told when the consumer comes for it
    return { page, size, after }
  }
  try {
    let reading: Reading<Item> | undefined = start(cursor)
    while (reading !== undefined) {
      const page: Page<Item> = await reading.page
      if (signal?.aborted) throw aborted(signal)
      left -= page.records.length
      reading = isLast(page, reading, { left, endsAt }) ? undefined : start(page.nextCursor)
      if (page.records.length > 0) yield page
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    stop.abort()
  }
}

/** A page under way. */
type Reading<Item> = {
  readonly page: Promise<Page<Item>>
  readonly size: number
  readonly after: string | undefined
}

function isLast<Item>(
  { records, nextCursor }: Page<Item>,
  { size, after }: Reading<Item>,
  { left, endsAt }: { readonly left: number; readonly endsAt: 'short' | 'empty' },
): boolean {
  if (nextCursor === undefined || left <= 0) return true
  if (endsAt === 'short' && records.length < size) return true
  if (nextCursor === after) throw standsStill(nextCursor)
  return false
}

/** The page itself, with or without its ledger. */
function pageOf<Item>(answer: Page<Item> | AtLedger<Page<Item>>): Page<Item> {
  return 'value' in answer ? answer.value : answer
}

export function checkMaxRecords(maxRecords: number | undefined): void {
  if (maxRecords === undefined || (Number.isInteger(maxRecords) && maxRecords >= 1)) return
  throw invalidOption('maxRecords', maxRecords, 'a whole number above 0, or leave it out')
}

/** A server that does so would be asked for ever. */
export function standsStill(cursor: string): MalformedBodyError {
  return new MalformedBodyError({
    path: '_embedded.records',
    message: `The page after ${cursor} ends with ${cursor} again.`,
    remedy: 'Check that nothing between here and the server leaves the cursor out.',
    input: cursor,
  })
}

function aborted({ reason }: AbortSignal): AbortedError {
  return new AbortedError({
    message: 'The walk through the pages was aborted.',
    remedy: 'Walk on from the cursor of the last page, if it is wanted again.',
    cause: reason,
  })
}
