import { type AccountEntry, NATIVE } from './entries.ts'
import { available, minimumBalanceOf } from './holdings.ts'
import type { LedgerState } from './state.ts'

/** The most trustlines, offers, signers and data entries of one account (protocol 11). */
const ACCOUNT_SUBENTRY_LIMIT = 1000

/** Why an account cannot own one more entry. */
export type SubentryRefusal = 'lowReserve' | 'tooManySubentries'

/** Counts one more subentry and so holds back one more base reserve. The limit is tested before the reserve. */
export function addSubentry(state: LedgerState, accountId: string): SubentryRefusal | undefined {
  const account = state.account(accountId) as AccountEntry // the source of an operation exists
  if (account.subentryCount + 1 > ACCOUNT_SUBENTRY_LIMIT) return 'tooManySubentries'
  if (available(state, { accountId, asset: NATIVE }) < BigInt(state.header.baseReserve)) return 'lowReserve'
  state.put({ ...account, subentryCount: account.subentryCount + 1 })
  return undefined
}

/** Counts one subentry less and so frees its reserve. */
export function removeSubentry(state: LedgerState, accountId: string): void {
  const account = state.account(accountId)
  if (account !== undefined) state.put({ ...account, subentryCount: account.subentryCount - 1 })
}

/** Whether a balance reaches the minimum of an account without subentries. */
export function coversNewAccount(state: LedgerState, startingBalance: bigint): boolean {
  return (
    startingBalance >= minimumBalanceOf(state, { subentryCount: 0, numSponsoring: 0, numSponsored: 0 } as AccountEntry)
  )
}
