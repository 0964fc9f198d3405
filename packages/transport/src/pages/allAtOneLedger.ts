import { InconsistentLedgerError, ResponseTooLargeError } from '../errors.ts'
import { checkLimit, MAX_LIMIT } from '../reads/checkInput.ts'
import type { AtLedger, Page } from '../types/requests.ts'
import { checkMaxRecords, type PageRequest, type PagesOptions, standsStill } from './pagesOf.ts'

/** Readings after the first one. */
const READ_AGAIN = 3

const MAX_RECORDS = 100_000

/** Which records to read. `maxRecords` is a bound here, not an end: whoever has more is refused. */
export type AllAtOneLedgerOptions = Pick<PagesOptions, 'order' | 'limit' | 'signal'> & {
  /** With more of them the reading ends in a `ResponseTooLargeError`. @defaultValue 100_000 */
  readonly maxRecords?: number | undefined
}

/**
 * All records of a state route as of one ledger. When the ledger moves between two pages everything is read again from the start, up to three times,
 * and then only from servers that have reached the newest ledger seen.
 *
 * @param read - Reads one page of a state route, such as offers, accounts or pools.
 * @param options - Bounds of the reading.
 * @returns The records, and the ledger that all of them are of.
 * @throws `InconsistentLedgerError` when the ledger moved during each reading; `ResponseTooLargeError` when there are more than `maxRecords`;
 * `InvalidOptionError`; and what `read` rejects with.
 * @example
 * ```ts
 * import { allAtOneLedger, createHorizonClient } from '@sdex/transport'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const seller = 'GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5'
 * const { ledger, value } = await allAtOneLedger((page) => client.offers({ seller, ...page }))
 * console.log(ledger, value.length)
 * ```
 */
export async function allAtOneLedger<Item>(
  read: (page: PageRequest) => Promise<AtLedger<Page<Item>>>,
  options: AllAtOneLedgerOptions = {},
): Promise<AtLedger<readonly Item[]>> {
  checkLimit(options.limit)
  checkMaxRecords(options.maxRecords)
  const ledgers = new Set<number>()
  for (let readings = 0; readings <= READ_AGAIN; readings += 1) {
    const minLedger = ledgers.size === 0 ? undefined : Math.max(...ledgers)
    const all = await readThrough((page) => read({ ...page, minLedger }), options, ledgers)
    if (all !== undefined) return all
  }
  throw movedOn([...ledgers])
}

/** @returns `undefined` when the ledger moved on the way. */
async function readThrough<Item>(
  read: (page: PageRequest) => Promise<AtLedger<Page<Item>>>,
  { order, limit = MAX_LIMIT, maxRecords = MAX_RECORDS, signal }: AllAtOneLedgerOptions,
  ledgers: Set<number>,
): Promise<AtLedger<readonly Item[]> | undefined> {
  const records: Item[] = []
  let first: number | undefined
  let cursor: string | undefined
  for (;;) {
    const { ledger, value: page } = await read({ cursor, order, limit, signal })
    ledgers.add(ledger)
    first ??= ledger
    if (ledger !== first) return undefined
    if (page.nextCursor !== undefined && page.nextCursor === cursor) throw standsStill(page.nextCursor)
    records.push(...page.records)
    if (records.length > maxRecords) throw tooMany(maxRecords)
    if (page.records.length < limit || page.nextCursor === undefined) return { ledger, value: records }
    cursor = page.nextCursor
  }
}

function movedOn(ledgers: readonly number[]): InconsistentLedgerError {
  return new InconsistentLedgerError({
    ledgers,
    message: `The ledger moved during each of ${READ_AGAIN + 1} readings: pages were of the ledgers ${ledgers.join(', ')}.`,
    remedy: 'Ask for less, or for larger pages, or use a server that answers faster than ledgers close.',
    input: ledgers,
  })
}

function tooMany(maxRecords: number): ResponseTooLargeError {
  return new ResponseTooLargeError({
    message: `There are more than ${maxRecords} records.`,
    remedy: 'Ask for less, or raise maxRecords.',
    input: maxRecords,
  })
}
