import { availableBalance, minimumBalance, receivableBalance } from '@sdex/matching'
import { MAX_STROOPS, type Stroops } from '@sdex/primitives'
import {
  type AccountEntry,
  type AssetId,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  issuerOf,
  NATIVE,
  type TrustlineEntry,
} from './entries.ts'
import type { LedgerState } from './state.ts'

/** An account and an asset: every balance of the ledger. */
export type Holder = { readonly accountId: string; readonly asset: AssetId }

/** A rule that callers were to keep was broken: stellar-core throws here, and the transaction ends as `txINTERNAL_ERROR`. */
export class LedgerInvariantError extends Error {
  override readonly name = 'LedgerInvariantError'
}

/** The minimum balance of an account under the current reserve. */
export function minimumBalanceOf(state: LedgerState, account: AccountEntry): Stroops {
  return minimumBalance(account, BigInt(state.header.baseReserve))
}

/** An issuer holds its own asset without limit and without an entry. */
export function isIssuer({ accountId, asset }: Holder): boolean {
  return issuerOf(asset) === accountId
}

/** Authorized in full: may send, receive and make offers. */
export function isAuthorized(line: TrustlineEntry): boolean {
  return (line.flags & AUTHORIZED) !== 0
}

/** Authorized at least to keep its offers. */
function maintainsLiabilities(line: TrustlineEntry): boolean {
  return (line.flags & (AUTHORIZED | AUTHORIZED_TO_MAINTAIN_LIABILITIES)) !== 0
}

/** What can be spent or newly offered; below 0 for an account under its reserve, 0 without a trustline. */
export function available(state: LedgerState, holder: Holder): Stroops {
  if (isIssuer(holder)) return MAX_STROOPS
  const held = load(state, holder)
  if (held === undefined) return 0n
  return availableBalance(held, held.type === 'account' ? minimumBalanceOf(state, held) : 0n)
}

/** What can still be received; 0 without a trustline. */
export function receivable(state: LedgerState, holder: Holder): Stroops {
  if (isIssuer(holder)) return MAX_STROOPS
  const held = load(state, holder)
  if (held === undefined) return 0n
  return receivableBalance(held, held.type === 'account' ? MAX_STROOPS : held.limit)
}

/** The most that offers may sell. stellar-core `canSellAtMost`. */
export function canSellAtMost(state: LedgerState, holder: Holder): Stroops {
  const line = holder.asset === NATIVE || isIssuer(holder) ? undefined : state.trustline(holder.accountId, holder.asset)
  if (line !== undefined && !maintainsLiabilities(line)) return 0n
  return atLeastZero(available(state, holder))
}

/** The most that offers may buy. stellar-core `canBuyAtMost`. */
export function canBuyAtMost(state: LedgerState, holder: Holder): Stroops {
  return atLeastZero(receivable(state, holder))
}

/**
 * Adds to a balance, or takes from it, within liabilities, reserve and limit.
 *
 * @remarks stellar-core `addBalance`. An account below its reserve may still receive.
 * @returns Whether it fitted; if not, nothing changed.
 */
export function addBalance(state: LedgerState, holder: Holder, delta: Stroops): boolean {
  if (delta === 0n || isIssuer(holder)) return true
  const held = load(state, holder)
  if (held === undefined) return false
  const balance = held.balance + delta
  const limit = held.type === 'account' ? MAX_STROOPS : held.limit
  const minimum = held.type === 'account' ? minimumBalanceOf(state, held) : 0n
  if (balance < 0n || balance > limit - held.buyingLiabilities) return false
  const isSpending = delta < 0n || held.type === 'trustline'
  if (isSpending && balance - minimum < held.sellingLiabilities) return false
  state.put({ ...held, balance })
  return true
}

/** Reserves part of a balance for a resting offer, or with a negative delta releases it; fails beyond what is there. */
export function addSellingLiabilities(state: LedgerState, holder: Holder, delta: Stroops): boolean {
  if (delta === 0n || isIssuer(holder)) return true
  const held = load(state, holder)
  if (held === undefined) return false
  const cap = held.balance - (held.type === 'account' ? minimumBalanceOf(state, held) : 0n)
  const sellingLiabilities = held.sellingLiabilities + delta
  if (sellingLiabilities < 0n || sellingLiabilities > cap) return false
  state.put({ ...held, sellingLiabilities })
  return true
}

/** Reserves room for what a resting offer may bring in, or with a negative delta releases it; fails beyond the limit. */
export function addBuyingLiabilities(state: LedgerState, holder: Holder, delta: Stroops): boolean {
  if (delta === 0n || isIssuer(holder)) return true
  const held = load(state, holder)
  if (held === undefined) return false
  const cap = (held.type === 'account' ? MAX_STROOPS : held.limit) - held.balance
  const buyingLiabilities = held.buyingLiabilities + delta
  if (buyingLiabilities < 0n || buyingLiabilities > cap) return false
  state.put({ ...held, buyingLiabilities })
  return true
}

/** For steps that cannot fail on a sound ledger. */
export function must(done: boolean, what: string): void {
  if (!done) throw new LedgerInvariantError(what)
}

function load(state: LedgerState, { accountId, asset }: Holder): AccountEntry | TrustlineEntry | undefined {
  return asset === NATIVE ? state.account(accountId) : state.trustline(accountId, asset)
}

function atLeastZero(amount: Stroops): Stroops {
  return amount > 0n ? amount : 0n
}
