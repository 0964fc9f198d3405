import { type AccountEntry, NATIVE, type Sponsor } from './entries.ts'
import { available, LedgerInvariantError } from './holdings.ts'
import type { LedgerState } from './state.ts'

/** The most trustlines, offers, signers and data entries of one account (protocol 11). */
const ACCOUNT_SUBENTRY_LIMIT = 1000
const MAX_UINT32 = 2 ** 32 - 1

/** Base reserves that an entry costs: an account 2, a pool-share trustline 2, a claimable balance 1 for each claimant, everything else 1. */
export const ACCOUNT_RESERVES = 2
export const POOL_SHARE_RESERVES = 2

/** Why nobody pays the reserve of a new entry. */
export type ReserveRefusal = 'lowReserve' | 'tooManySubentries' | 'tooManySponsoring'

/** Who pays: a sponsor, or with `undefined` the owner itself. */
export type Reserve = { readonly sponsor: string | undefined } | { readonly refusal: ReserveRefusal }

/**
 * Counts a new subentry of an account and holds its reserve back, from the account's sponsor of the moment or from the account itself. The limit on
 * subentries is tested before the reserve.
 *
 * @remarks stellar-core `createEntryWithPossibleSponsorship`.
 */
export function reserveSubentry(state: LedgerState, ownerId: string, reserves = 1): Reserve {
  const owner = accountOf(state, ownerId)
  if (owner.subentryCount > ACCOUNT_SUBENTRY_LIMIT - reserves) return { refusal: 'tooManySubentries' }
  const sponsor = state.sponsorships.get(ownerId)
  const refusal = testReserve(state, sponsor ?? ownerId, reserves)
  if (refusal === 'lowReserve' || (sponsor !== undefined && refusal !== undefined)) return { refusal }
  if (sponsor !== undefined) changeSponsoring(state, sponsor, reserves)
  changeOwner(state, ownerId, { subentries: reserves, sponsored: sponsor === undefined ? 0 : reserves })
  return { sponsor }
}

/** Counts a subentry less and frees its reserve, whoever paid it. stellar-core `removeEntryWithPossibleSponsorship`. */
export function releaseSubentry(state: LedgerState, ownerId: string, sponsor: Sponsor, reserves = 1): void {
  if (typeof sponsor === 'string') changeSponsoring(state, sponsor, -reserves)
  changeOwner(state, ownerId, { subentries: -reserves, sponsored: typeof sponsor === 'string' ? -reserves : 0 })
}

/** Whether a new account's reserve is paid: by the sponsor of its id, or by what it starts with. */
export function reserveAccount(state: LedgerState, accountId: string, startingBalance: bigint): Reserve {
  const sponsor = state.sponsorships.get(accountId)
  if (sponsor === undefined) {
    const isEnough = startingBalance >= BigInt(ACCOUNT_RESERVES * state.header.baseReserve)
    return isEnough ? { sponsor } : { refusal: 'lowReserve' }
  }
  const refusal = testReserve(state, sponsor, ACCOUNT_RESERVES)
  if (refusal !== undefined) return { refusal }
  changeSponsoring(state, sponsor, ACCOUNT_RESERVES)
  return { sponsor }
}

/** Holds back the reserve of a claimable balance, which always has a sponsor: whoever makes it, or who sponsors that one. */
export function reserveClaimableBalance(state: LedgerState, makerId: string, claimants: number): Reserve {
  const sponsor = state.sponsorships.get(makerId) ?? makerId
  const refusal = testReserve(state, sponsor, claimants)
  if (refusal !== undefined) return { refusal }
  changeSponsoring(state, sponsor, claimants)
  return { sponsor }
}

/** Whether an account can pay that many base reserves more. */
export function testReserve(state: LedgerState, payerId: string, reserves: number): ReserveRefusal | undefined {
  const payer = accountOf(state, payerId)
  if (available(state, { accountId: payerId, asset: NATIVE }) < BigInt(reserves * state.header.baseReserve))
    return 'lowReserve'
  const isFull = payer.numSponsoring + payer.subentryCount > MAX_UINT32 - reserves
  return isFull ? 'tooManySponsoring' : undefined
}

/** Counts reserves that an account pays for others; the first extends its entry for good. */
export function changeSponsoring(state: LedgerState, accountId: string, change: number): void {
  const account = accountOf(state, accountId)
  state.put({ ...account, numSponsoring: account.numSponsoring + change, extension: sponsorshipExtension(account) })
}

/** Counts reserves that others pay for an account. */
export function changeSponsored(state: LedgerState, accountId: string, change: number): void {
  changeOwner(state, accountId, { subentries: 0, sponsored: change })
}

function changeOwner(
  state: LedgerState,
  ownerId: string,
  { subentries, sponsored }: { readonly subentries: number; readonly sponsored: number },
): void {
  const owner = accountOf(state, ownerId)
  state.put({
    ...owner,
    subentryCount: owner.subentryCount + subentries,
    numSponsored: owner.numSponsored + sponsored,
    extension: sponsored === 0 ? owner.extension : sponsorshipExtension(owner),
  })
}

function sponsorshipExtension({ extension }: AccountEntry): 2 | 3 {
  return extension === 3 ? 3 : 2
}

function accountOf(state: LedgerState, accountId: string): AccountEntry {
  const account = state.account(accountId)
  if (account === undefined) throw new LedgerInvariantError(`account ${accountId}`)
  return account
}
