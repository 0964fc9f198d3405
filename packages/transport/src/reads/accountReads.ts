import { formatAsset } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import { AccountNotFoundError } from '../errors.ts'
import { invalidOption } from '../invalidOption.ts'
import { latestLedgerIn } from '../latestLedgerIn.ts'
import { type Answer, isNone, latestLedgerOf, readBody, responseError } from '../parseAnswer.ts'
import type { AccountFilter } from '../types/accounts.ts'
import type { HorizonClient } from '../types/client.ts'
import { parseAccount, parseAccountData } from '../wire/account.ts'
import type { Ask } from './ask.ts'
import { checkAccountIds, checkAssets, checkAtMostOne, checkHashes } from './checkInput.ts'

/** Accounts of the newest ledger. */
export type AccountReads = Pick<HorizonClient, 'account' | 'accounts' | 'accountData'>

export function accountReads(ask: Ask): AccountReads {
  return {
    account: async (accountId, call) => {
      checkAccountIds({ accountId })
      const answer = await ask.get(`/accounts/${accountId}`, {}, call)
      if (isNone(answer)) throw accountNotFound(accountId, answer)
      if (answer.status !== 200) throw responseError(answer)
      return { ledger: latestLedgerOf(answer), value: readBody(answer, parseAccount) }
    },
    accounts: async (options) => {
      const { signer, sponsor, asset, poolId, ...page } = { ...NO_FILTER, ...options }
      const query = filterQuery({ signer, sponsor, asset, poolId })
      return ask.statePage({ path: '/accounts', query, page, cursors: 'account', read: parseAccount })
    },
    accountData: async (accountId, name, call) => {
      checkAccountIds({ accountId })
      const { length } = new TextEncoder().encode(name)
      if (length < 1 || length > 64) throw invalidOption('name', name, 'a name of 1 to 64 bytes')
      const path = `/accounts/${accountId}/data/${encodeURIComponent(name)}`
      return ask.maybeStateOf({ path, call, read: parseAccountData })
    },
  }
}

type AnyFilter = {
  readonly [Key in KeysOf<AccountFilter>]?: Extract<AccountFilter, Record<Key, unknown>>[Key] | undefined
}
type KeysOf<Union> = Union extends unknown ? keyof Union : never

const NO_FILTER: AnyFilter = {}

function filterQuery({ signer, sponsor, asset, poolId }: AnyFilter): Query {
  checkAtMostOne({ signer, sponsor, asset, poolId })
  checkAccountIds({ signer, sponsor })
  checkAssets([asset])
  checkHashes({ poolId })
  if ((signer ?? sponsor ?? asset ?? poolId) === undefined) {
    throw invalidOption('the filter', 'empty', 'one of signer, sponsor, asset and poolId')
  }
  return { signer, sponsor, asset: asset === undefined ? undefined : formatAsset(asset), liquidity_pool: poolId }
}

function accountNotFound(accountId: string, { headers }: Answer): AccountNotFoundError {
  return new AccountNotFoundError({
    ledger: latestLedgerIn(headers),
    message: `There is no account ${accountId} on this network.`,
    remedy: 'Check the account id and the network, or fund the account.',
    input: accountId,
  })
}
