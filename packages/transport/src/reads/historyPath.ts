import { checkAccountIds, checkAtMostOne, checkBalanceId, checkHashes, checkIds, checkLedger } from './checkInput.ts'

/** What a part of history is of; of everything without. */
export type HistoryOwner = {
  readonly account?: string | undefined
  readonly ledger?: number | undefined
  readonly transactionHash?: string | undefined
  readonly operationId?: bigint | undefined
  readonly poolId?: string | undefined
  readonly claimableBalanceId?: string | undefined
}

/**
 * The path of a collection, such as `/accounts/G…/operations`.
 *
 * @throws InvalidOptionError when there is more than one owner, or the one there is none.
 */
export function historyPath(collection: string, owner: HistoryOwner): string {
  const { account, ledger, transactionHash, operationId, poolId, claimableBalanceId } = owner
  checkAtMostOne({ account, ledger, transactionHash, operationId, poolId, claimableBalanceId })
  checkAccountIds({ account })
  checkLedger(ledger)
  checkHashes({ transactionHash, poolId })
  checkIds({ operationId })
  checkBalanceId(claimableBalanceId)
  const parents = {
    accounts: account,
    ledgers: ledger,
    transactions: transactionHash,
    operations: operationId,
    liquidity_pools: poolId,
    claimable_balances: claimableBalanceId,
  }
  const [parent] = Object.entries(parents).filter(([, id]) => id !== undefined)
  return parent === undefined ? `/${collection}` : `/${parent[0]}/${parent[1]}/${collection}`
}
