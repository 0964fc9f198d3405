import { HorizonResponseError } from '../errors.ts'
import type { Page } from '../types/requests.ts'
import type { Transaction } from '../types/transactions.ts'
import { createsAccount, removesAccount } from './accountLife.ts'
import type { Envelope } from './readEnvelope.ts'
import type { ProofReads } from './submissionPort.ts'

/**
 * What used a sequence number up: the transaction itself, maybe within another fee bump; another one, or a jump over it; nobody, as the account was
 * removed before; or something in ledgers that the server no longer keeps.
 */
export type SequenceUser =
  | { readonly type: 'itself'; readonly transaction: Transaction }
  | { readonly type: 'another' | 'nobody' | 'beforeHistory' }

export type UsedSequence = {
  readonly envelope: Envelope
  /** A ledger by which the number was used up; `undefined` for an account that is gone, which may never have used it. */
  readonly usedByLedger: number | undefined
  readonly signal: AbortSignal
}

const PAGE_LIMIT = 200
/** 5,000 transactions that name an account, within the time that one of its own is valid. */
const MAX_PAGES = 25

/**
 * Looks into the account's history, newest first, for what used a sequence number up.
 *
 * A page is of one server, and tells itself how far that server's history goes: far enough when it shows a later transaction of the account, or
 * one of the ledger by which the number was used, or the one that removed the account. The next page begins with the last record of the one
 * before, so that it is of a history that goes at least as far. Where it ends, the oldest record tells whether that is all of the account's
 * history: it creates the account, with a number that begins with the ledger's.
 *
 * @returns `undefined` when what was read does not tell, as from a server that lags.
 */
export async function findUser(port: ProofReads, used: UsedSequence): Promise<SequenceUser | undefined> {
  const { envelope, usedByLedger, signal } = used
  let hasReached = false
  let end: SequenceUser = { type: usedByLedger === undefined ? 'nobody' : 'another' }
  let last: Transaction | undefined
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const { records } = await readPage(port, { envelope, signal, last })
    if (last !== undefined && records[0]?.pagingToken !== last.pagingToken) return undefined
    if (usedByLedger !== undefined) hasReached ||= (records[0]?.ledger ?? 0) >= usedByLedger
    for (const record of records) {
      if (usedByLedger === undefined) hasReached ||= removesAccount(record, envelope.source)
      if (record.sourceAccount !== envelope.source) continue
      if (isSame(record, envelope)) return { type: 'itself', transaction: record }
      if (record.sequence === envelope.sequence) return { type: 'another' }
      if (record.sequence < envelope.sequence) return hasReached ? end : undefined
      hasReached = true
      end = { type: 'another' }
    }
    last = records.at(-1) ?? last
    if (records.length < PAGE_LIMIT) {
      if (!hasReached) return undefined
      return isWhole(last, envelope) ? end : { type: 'beforeHistory' }
    }
  }
  return undefined
}

/** An account that a server's history does not know has no page there: a 404, which proves nothing. */
async function readPage(
  port: ProofReads,
  { envelope, signal, last }: { envelope: Envelope; signal: AbortSignal; last: Transaction | undefined },
): Promise<Page<Transaction>> {
  const cursor = last === undefined ? undefined : String(BigInt(last.pagingToken) + 1n)
  const page = { cursor, order: 'desc', limit: PAGE_LIMIT } as const
  const call = { ...page, signal, priority: 'submission' } as const
  try {
    return await port.transactions({ account: envelope.source, includeFailed: true, ...call })
  } catch (error) {
    if (error instanceof HorizonResponseError && error.status === 404) return { records: [], nextCursor: undefined }
    throw error
  }
}

/** Horizon drops old ledgers, so that a history may begin in the middle of an account's life. */
function isWhole(oldest: Transaction | undefined, { source, sequence }: Envelope): boolean {
  return oldest !== undefined && createsAccount(oldest, source) && BigInt(oldest.ledger) << 32n < sequence
}

/** By itself, or within any fee bump. */
export function isSame({ hash, innerHash }: Transaction, envelope: Envelope): boolean {
  return hash === envelope.hash || (innerHash ?? hash) === envelope.innerHash
}
