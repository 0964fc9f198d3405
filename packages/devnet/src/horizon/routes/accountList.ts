import { NATIVE } from '../../ledger/entries.ts'
import type { AccountFilter } from '../../stateIndex/stateIndex.ts'
import { renderAccount } from '../accountBody.ts'
import { type ApiRequest, accountParameter, poolParameter } from '../apiRequest.ts'
import { assetFilter } from '../assetParameters.ts'
import { openTextState } from '../historyPage.ts'
import type { PageRecord } from '../paging.ts'
import { invalidAccountsParams, invalidField, ProblemError } from '../problem.ts'
import type { HorizonData, Resource, Route } from '../route.ts'
import { readListing, textCursor } from '../statePage.ts'

export function accountListRoutes(data: HorizonData): readonly Route[] {
  return [{ path: '/accounts', family: 'state', streams: false, open: (request) => openAccounts(data, request) }]
}

function openAccounts(data: HorizonData, request: ApiRequest): Resource {
  const paging = openTextState(data, request)
  const filter = accountFilter(request)
  const render = (accountId: string): PageRecord | undefined => {
    const account = data.state.account(accountId)
    return account && { token: accountId, body: renderAccount(data, request.origin, account) }
  }
  return {
    type: 'page',
    paging,
    read: (at) => readListing(data.index.accounts(filter), at, { past: textCursor(at), render }),
  }
}

/** Exactly one of four. What each of them says is checked before they are counted. */
function accountFilter(request: ApiRequest): AccountFilter {
  const signer = accountParameter(request, 'signer')
  const sponsor = accountParameter(request, 'sponsor')
  const asset = assetFilter(request)
  const pool = poolParameter(request, 'liquidity_pool')
  if (asset === NATIVE) throw invalidField('asset', "you can't filter by asset: native")
  const [filter, ...more] = [
    ...(signer === undefined ? [] : [{ signer }]),
    ...(sponsor === undefined ? [] : [{ sponsor }]),
    ...(asset === undefined ? [] : [{ asset }]),
    ...(pool === undefined ? [] : [{ pool }]),
  ]
  if (filter === undefined || more.length > 0) throw new ProblemError(invalidAccountsParams)
  return filter
}
