import {
  byAccount,
  byAsset,
  byBalanceId,
  byName,
  byOfferId,
  byPool,
  byPoolId,
  emptyOwner,
  type LedgerSnapshot,
  type Write,
} from '../ledger/snapshot.ts'
import { setChanges } from './setChanges.ts'

/**
 * Every entry that is otherwise in one ledger than in another, whichever came first. Costs what the changes cost, as the two share what is the same in both.
 */
export function* snapshotChanges(before: LedgerSnapshot, after: LedgerSnapshot): Generator<Write, void, undefined> {
  for (const change of setChanges(before.owners, after.owners, byAccount)) {
    const accountId = (change.after ?? change.before)?.accountId ?? ''
    const [old, now] = [change.before ?? emptyOwner(accountId), change.after ?? emptyOwner(accountId)]
    if (old.account !== now.account) yield { before: old.account, after: now.account }
    if (old.trustlines !== now.trustlines) yield* setChanges(old.trustlines, now.trustlines, byAsset)
    if (old.poolShares !== now.poolShares) yield* setChanges(old.poolShares, now.poolShares, byPool)
    if (old.offers !== now.offers) yield* setChanges(old.offers, now.offers, byOfferId)
    if (old.data !== now.data) yield* setChanges(old.data, now.data, byName)
  }
  yield* setChanges(before.pools, after.pools, byPoolId)
  yield* setChanges(before.claimableBalances, after.claimableBalances, byBalanceId)
}
