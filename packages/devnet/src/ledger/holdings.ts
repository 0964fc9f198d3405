import { availableOf, type Holding, minimumBalance, receivableOf } from '@sdex/matching'
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

/** For steps that cannot fail on a sound ledger. */
export function must(done: boolean, what: string): void {
  if (!done) throw new LedgerInvariantError(what)
}

/** The minimum balance of an account under the current reserve. */
function minimumBalanceOf(state: LedgerState, account: AccountEntry): Stroops {
  return minimumBalance(account, BigInt(state.header.baseReserve))
}

/** An issuer holds its own asset without limit and without an entry. */
export function isIssuer({ accountId, asset }: Holder): boolean {
  return asset !== NATIVE && asset.endsWith(accountId)
}

/** Authorized in full: may send, receive and make offers. */
export function isAuthorized(line: TrustlineEntry): boolean {
  return (line.flags & AUTHORIZED) !== 0
}

/** Authorized at least to keep its offers. */
export function maintainsLiabilities({ flags }: Pick<TrustlineEntry, 'flags'>): boolean {
  return (flags & (AUTHORIZED | AUTHORIZED_TO_MAINTAIN_LIABILITIES)) !== 0
}

/** What an account holds of an asset, for the arithmetic of `matching`; undefined without an account or a trustline. */
export function holdingOf(state: LedgerState, holder: Holder): Holding | undefined {
  const { accountId, asset } = holder
  if (asset === NATIVE) {
    const account = state.account(accountId)
    return account && nativeHolding(state, account)
  }
  if (isIssuer(holder)) return ISSUER
  const line = state.trustline(accountId, asset)
  if (line === undefined) return undefined
  const { balance, limit, sellingLiabilities, buyingLiabilities } = line
  return {
    type: 'trustline',
    balance,
    limit,
    sellingLiabilities,
    buyingLiabilities,
    authorization: authorizationOf(line),
  }
}

const ISSUER: Holding = { type: 'issuer' }

function nativeHolding(state: LedgerState, account: AccountEntry): Holding {
  const { balance, sellingLiabilities, buyingLiabilities } = account
  return {
    type: 'native',
    balance,
    sellingLiabilities,
    buyingLiabilities,
    minimumBalance: minimumBalanceOf(state, account),
  }
}

function authorizationOf(line: TrustlineEntry): 'full' | 'maintain' | 'none' {
  if (isAuthorized(line)) return 'full'
  return maintainsLiabilities(line) ? 'maintain' : 'none'
}

/** What can be spent or newly offered; below 0 for an account under its reserve, 0 without a trustline. */
export function available(state: LedgerState, holder: Holder): Stroops {
  const holding = holdingOf(state, holder)
  return holding === undefined ? 0n : availableOf(holding)
}

/** What can still be received; 0 without a trustline. */
export function receivable(state: LedgerState, holder: Holder): Stroops {
  const holding = holdingOf(state, holder)
  return holding === undefined ? 0n : receivableOf(holding)
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
  if (held.type === 'trustline') {
    must(maintainsLiabilities(held), 'balance of an unauthorized trustline')
    if (balance < held.sellingLiabilities || balance > held.limit - held.buyingLiabilities) return false
  } else {
    if (balance < 0n || balance > MAX_STROOPS - held.buyingLiabilities) return false
    if (delta < 0n && balance - minimumBalanceOf(state, held) < held.sellingLiabilities) return false
  }
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
  state.put(withLiabilities(held, { sellingLiabilities }))
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
  state.put(withLiabilities(held, { buyingLiabilities }))
  return true
}

/** The first liability that an entry ever has extends it for good. */
function withLiabilities(
  held: AccountEntry | TrustlineEntry,
  liabilities: Partial<Pick<AccountEntry, 'sellingLiabilities' | 'buyingLiabilities'>>,
): AccountEntry | TrustlineEntry {
  if (held.type === 'account') return { ...held, ...liabilities, extension: held.extension === 0 ? 1 : held.extension }
  return { ...held, ...liabilities, extension: held.extension === 0 ? 1 : held.extension }
}

function load(state: LedgerState, { accountId, asset }: Holder): AccountEntry | TrustlineEntry | undefined {
  return asset === NATIVE ? state.account(accountId) : state.trustline(accountId, asset)
}

/** Whether an asset's issuer exists; for lumens it does. */
export function issuerExists(state: LedgerState, asset: AssetId): boolean {
  const issuer = issuerOf(asset)
  return issuer === undefined || state.account(issuer) !== undefined
}
