import { formatAmount } from '@sdex/primitives'
import type { ClaimableBalanceEntry } from '../../ledger/entries.ts'
import { predicateWire } from '../../ledger/predicates.ts'
import type { BalancePlace } from '../../stateIndex/entryKeys.ts'
import { type ApiRequest, accountParameter, parameter } from '../apiRequest.ts'
import { assetFilter } from '../assetParameters.ts'
import { openTextState } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link, pageLink } from '../links.ts'
import { renderBalanceId } from '../operationBody/claimableBalances.ts'
import { renderPredicate } from '../operationBody/predicate.ts'
import type { PageRecord, Paging } from '../paging.ts'
import { invalidField, notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Resource, Route } from '../route.ts'
import { readListing } from '../statePage.ts'
import { renderLastModified } from '../values.ts'

/** The one kind of id there is, before the hash. */
const ID_TYPE = renderBalanceId('')

export function claimableBalanceRoutes(data: HorizonData): readonly Route[] {
  return [
    { path: '/claimable_balances', family: 'state', streams: false, open: (request) => openBalances(data, request) },
    {
      path: '/claimable_balances/{id}',
      family: 'state',
      streams: false,
      open: (request) => {
        const id = balanceId(request)
        return { type: 'object', read: () => renderBalance(data, request.origin, findBalance(data, id)) }
      },
    },
  ]
}

function openBalances(data: HorizonData, request: ApiRequest): Resource {
  const filter = {
    asset: assetFilter(request),
    sponsor: accountParameter(request, 'sponsor'),
    claimant: accountParameter(request, 'claimant'),
  }
  const paging = openTextState(data, request)
  const past = placeCursor(paging)
  const render = ({ ledger, id }: BalancePlace): PageRecord => ({
    token: `${ledger}-${renderBalanceId(id)}`,
    body: renderBalance(data, request.origin, findBalance(data, id)),
  })
  return {
    type: 'page',
    paging,
    read: (at) => readListing(data.index.claimableBalances(filter), at, { past, render }),
  }
}

/** The place that a token `ledger-id` stands for. */
function placeCursor({ cursor }: Paging): BalancePlace | undefined {
  if (cursor === '') return undefined
  const [, ledger, id = ''] = /^(\d{1,19})-(.*)$/s.exec(cursor) ?? []
  if (ledger !== undefined && isBalanceId(id)) return { ledger: Number(ledger), id: id.slice(ID_TYPE.length) }
  const reason =
    'The first part should be a number higher than 0 and the second part should be a valid claimable balance ID'
  throw invalidField('cursor', reason)
}

function balanceId(request: ApiRequest): string {
  const id = parameter(request, 'id')
  if (isBalanceId(id)) return id.slice(ID_TYPE.length)
  throw invalidField('id', `${id} does not validate as claimableBalanceID`)
}

/** Type and hash in hex; ids are kept in lower case, so that others are sound but not found. */
function isBalanceId(text: string): boolean {
  return text.startsWith(ID_TYPE) && /^[0-9a-fA-F]{72}$/.test(text)
}

function findBalance({ state }: HorizonData, id: string): ClaimableBalanceEntry {
  const balance = state.claimableBalance(id)
  if (balance !== undefined) return balance
  throw new ProblemError(notFound)
}

function renderBalance(data: HorizonData, origin: string, balance: ClaimableBalanceEntry): JsonObject {
  const id = renderBalanceId(balance.id)
  const path = `/claimable_balances/${id}`
  return {
    _links: {
      self: link(origin, path),
      transactions: pageLink(origin, `${path}/transactions`),
      operations: pageLink(origin, `${path}/operations`),
    },
    id,
    asset: balance.asset,
    amount: formatAmount(balance.amount),
    sponsor: balance.sponsor ?? undefined,
    ...renderLastModified(data, balance.lastModifiedLedger),
    claimants: balance.claimants.map(({ accountId, predicate }) => ({
      destination: accountId,
      predicate: renderPredicate(predicateWire(predicate)),
    })),
    flags: { clawback_enabled: balance.clawbackEnabled },
    paging_token: `${balance.lastModifiedLedger}-${id}`,
  }
}
