import { type Asset, InvalidOptionError, isAccountId } from '@sdex/primitives'
import { invalidOption } from '../invalidOption.ts'
import type { CallOptions, PageOptions, RequestPriority } from '../types/requests.ts'

/** Horizon's largest page, and deepest book. */
export const MAX_LIMIT = 200

/** How the cursors of a collection look. Those of history may also be `now`. */
export type CursorKind = 'number' | 'pair' | 'offer' | 'account' | 'hash' | 'asset' | 'balance'

const hash = /^[0-9a-f]{64}$/
const balanceId = /^[0-9a-f]{72}$/
const assetCode = /^[A-Za-z0-9]{1,12}$/

const cursorForms: Readonly<Record<CursorKind, RegExp>> = {
  number: /^\d{1,19}$/,
  pair: /^\d{1,19}(-\d{1,10})?$/,
  offer: /^\d{1,19}$/,
  account: /^G[A-Z2-7]{55}$/,
  hash,
  asset: /^[A-Za-z0-9]{1,12}_G[A-Z2-7]{55}_credit_alphanum(4|12)$/,
  balance: /^\d{1,10}-[0-9a-f]{72}$/,
}

/**
 * Looks at which page was asked for.
 *
 * @throws InvalidOptionError for a cursor of another collection, or `now` where what closes in between would be lost.
 */
export function checkPage({ cursor, limit, order }: PageOptions, kind: CursorKind): void {
  checkLimit(limit)
  if (order !== undefined && order !== 'asc' && order !== 'desc') throw invalidOption('order', order, "'asc' or 'desc'")
  if (cursor === undefined || cursorForms[kind].test(cursor)) return
  if (cursor !== 'now') throw invalidOption('cursor', cursor, 'the nextCursor of the page before, or none')
  if ((kind === 'number' || kind === 'pair') && order === 'desc') return
  throw new InvalidOptionError({
    message: `A page after the cursor 'now' is empty, and what comes before the next request would be lost.`,
    remedy: "Begin after the newest record, which a page in order 'desc' with the limit 1 has.",
    input: cursor,
  })
}

export function checkLimit(limit: number | undefined): void {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) return
  throw invalidOption('limit', limit, `a whole number from 1 to ${MAX_LIMIT}`)
}

/** Account ids, each under the name of its option; those that are absent are well. */
export function checkAccountIds(ids: Readonly<Record<string, string | undefined>>): void {
  for (const [name, id] of Object.entries(ids)) {
    if (id !== undefined && !isAccountId(id))
      throw invalidOption(name, id, 'an account id of 56 characters that begins with G')
  }
}

/** Hashes of transactions, and ids of pools: 64 hexadecimal digits in lower case, as Horizon takes them. */
export function checkHashes(hashes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(hashes)) {
    if (value !== undefined && !hash.test(value))
      throw invalidOption(name, value, '64 hexadecimal digits in lower case')
  }
}

export function checkBalanceId(id: string | undefined): void {
  if (id !== undefined && !balanceId.test(id)) throw invalidOption('claimableBalanceId', id, '72 hexadecimal digits')
}

/** Ids of operations and offers. */
export function checkIds(ids: Readonly<Record<string, bigint | undefined>>): void {
  for (const [name, id] of Object.entries(ids)) {
    if (id !== undefined && (id < 1n || id >= 2n ** 63n)) throw invalidOption(name, id, 'an id from 1 to 2^63 - 1')
  }
}

export function checkLedger(sequence: number | undefined, name = 'ledger'): void {
  if (sequence === undefined || (Number.isInteger(sequence) && sequence >= 1 && sequence < 2 ** 32)) return
  throw invalidOption(name, sequence, 'a ledger sequence from 1 to 2^32 - 1')
}

const PRIORITIES: readonly RequestPriority[] = ['submission', 'account', 'market', 'background']

/** A ledger that is none would be waited for until the time is up. */
export function checkCall({ minLedger, timeoutMs, priority }: CallOptions = {}): void {
  checkLedger(minLedger, 'minLedger')
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs >= 0))
    throw invalidOption('timeoutMs', timeoutMs, 'a number of milliseconds from 0 on, or leave it out')
  if (priority !== undefined && !PRIORITIES.includes(priority))
    throw invalidOption('priority', priority, `one of ${PRIORITIES.join(', ')}`)
}

/** Assets that a caller wrote down as objects. */
export function checkAssets(assets: readonly (Asset | undefined)[]): void {
  for (const asset of assets) {
    if (asset === undefined || asset.type === 'native') continue
    if (assetCode.test(asset.code) && isAccountId(asset.issuer)) continue
    throw invalidOption(
      'asset',
      `${asset.code}:${asset.issuer}`,
      'a code of 1 to 12 letters or digits and an account id',
    )
  }
}

export function checkCode(code: string | undefined): void {
  if (code !== undefined && !assetCode.test(code)) throw invalidOption('code', code, '1 to 12 letters or digits')
}

/**
 * Conditions of which Horizon takes at most one.
 *
 * @throws InvalidOptionError naming those that are there together.
 */
export function checkAtMostOne(conditions: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(conditions).filter((name) => conditions[name] !== undefined)
  if (given.length <= 1) return
  throw new InvalidOptionError({
    message: `${given.join(' and ')} exclude each other.`,
    remedy: 'Ask with one of them.',
    input: given,
  })
}
