import { assetsEqual, createAsset, createPrice, isSdexError, MAX_STROOPS, type Market } from '@sdex/primitives'
import { InvalidOrderError } from './errors.ts'
import type { OrderChange, OrderTerms } from './orderChange.ts'

/** The ledger's own limit for one transaction. */
export const MAX_CHANGES = 100

/**
 * Tests everything about a batch that needs no ledger.
 *
 * @throws {@link InvalidOrderError} that names the change by its place, from 0.
 */
export function checkChanges(changes: readonly OrderChange[]): void {
  if (!Array.isArray(changes) || changes.length === 0) throw emptyBatch(changes)
  if (changes.length > MAX_CHANGES) {
    throw invalid(`A batch has ${changes.length} changes.`, 'Pass at most 100, which is the ledger’s limit.', undefined)
  }
  const seen = new Set<bigint>()
  for (const [at, change] of changes.entries()) {
    checkChange(change, at)
    if (change.type === 'place') continue
    if (seen.has(change.offerId)) {
      throw invalid(`Change ${at} names offer ${change.offerId} again.`, 'Change an offer once in a batch.', change)
    }
    seen.add(change.offerId)
  }
}

/** What a batch without changes ends with. */
export function emptyBatch(input: unknown): InvalidOrderError {
  return invalid('A batch has no changes.', 'Pass a list of 1 to 100.', input)
}

function checkChange(change: OrderChange, at: number): void {
  const type: unknown = change?.type
  if (type !== 'place' && type !== 'replace' && type !== 'cancel') {
    throw invalid(`Change ${at} is of no known type.`, "Use 'place', 'replace' or 'cancel'.", change)
  }
  if (change.type !== 'place') checkOfferId(change.offerId, at)
  if (change.type !== 'cancel') checkTerms(change, at)
}

function checkOfferId(offerId: unknown, at: number): void {
  if (typeof offerId === 'bigint' && offerId > 0n && offerId <= MAX_STROOPS) return
  throw invalid(`Change ${at} has no offer id.`, 'Pass the id of an own offer, a bigint above 0.', offerId)
}

function checkTerms({ market, side, price, amount }: OrderTerms, at: number): void {
  if (side !== 'buy' && side !== 'sell') {
    throw invalid(`Change ${at} has no side.`, "Use 'buy' or 'sell', of the market's base.", side)
  }
  if (typeof amount !== 'bigint' || amount < 1n || amount > MAX_STROOPS) {
    throw invalid(
      `Change ${at} has no valid amount.`,
      'Pass from 1 to 2^63 - 1 stroops; to end an offer, cancel it.',
      amount,
    )
  }
  try {
    createPrice(price.n, price.d)
  } catch (cause) {
    throw invalid(
      `Change ${at} has no valid price.`,
      'Pass two terms from 1 to 2147483647, quote per base.',
      price,
      cause,
    )
  }
  checkMarket(market, at)
}

function checkMarket(market: Market, at: number): void {
  try {
    for (const asset of [market.base, market.quote]) {
      if (asset.type === 'issued') createAsset(asset.code, asset.issuer)
      else if (asset.type !== 'native') throw new TypeError('An asset is native or issued.')
    }
    if (!assetsEqual(market.base, market.quote)) return
  } catch (cause) {
    throw invalid(`Change ${at} has no valid market.`, 'Make the market with createMarket().', market, cause)
  }
  throw invalid(`Change ${at} trades an asset for itself.`, 'Name two different assets.', market)
}

function invalid(message: string, remedy: string, input: unknown, cause?: unknown): InvalidOrderError {
  return new InvalidOrderError({ message, remedy, input, cause: isSdexError(cause) ? cause : undefined })
}
