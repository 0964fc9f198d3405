import { setImmediate } from 'node:timers/promises'
import { formatAmount, parseAmount, SdexError, type Stroops } from '@sdex/primitives'
import { type AssetId, NATIVE } from '../../ledger/entries.ts'
import type { LedgerSnapshot } from '../../ledger/snapshot.ts'
import { type FoundPath, findPaths, type PathSearch } from '../../paths/findPaths.ts'
import { inSlices } from '../../paths/inSlices.ts'
import { ledgerMarkets } from '../../paths/ledgerMarkets.ts'
import type { Markets } from '../../paths/markets.ts'
import { rankPaths } from '../../paths/rankPaths.ts'
import type { LedgerReads } from '../../transactions/createLedger.ts'
import { type ApiRequest, accountParameter, parameter } from '../apiRequest.ts'
import { assetList, checkPathsAsset, pathsAsset } from '../assetParameters.ts'
import type { Json } from '../json.ts'
import { badRequest, invalidField, ProblemError } from '../problem.ts'
import type { HorizonData, SlowRoute } from '../route.ts'
import { renderAsset } from '../values.ts'

/** Horizon's `MAX_ASSETS_PER_PATH_REQUEST`. */
const MAX_ENDS = 15
/** Offers that a search looks at before others get their turn: about a millisecond. */
export const SLICE_OFFERS = 250

export function pathRoutes({ state }: HorizonData): readonly SlowRoute[] {
  const marketsNow = createMarketsMemo(state)
  const route = (path: string, readSearch: (state: LedgerReads, request: ApiRequest) => PathSearch): SlowRoute => ({
    path,
    family: 'state',
    start: (request) => {
      const search = readSearch(state, request)
      const work = findPaths(marketsNow(), search)
      return async (signal) => {
        const pause = (): Promise<void> => setImmediate(undefined, { signal })
        const found = await inSlices(work, { maxWork: SLICE_OFFERS, pause })
        return renderPaths(search, rankPaths(found, search.direction))
      }
    },
  })
  return [
    route('/paths', strictReceiveSearch), // the older name
    route('/paths/strict-receive', strictReceiveSearch),
    route('/paths/strict-send', strictSendSearch),
  ]
}

/** The markets of the ledger as it is now, put together once a ledger. */
function createMarketsMemo(state: LedgerReads): () => Markets {
  let last: { readonly snapshot: LedgerSnapshot; readonly markets: Markets } | undefined
  return () => {
    const snapshot = state.snapshot()
    if (last?.snapshot !== snapshot) last = { snapshot, markets: ledgerMarkets(state.fork()) }
    return last.markets
  }
}

/** An account's own offers are passed over, and it must hold what it would send; with a list of assets there is no account to look at. */
function strictReceiveSearch(state: LedgerReads, request: ApiRequest): PathSearch {
  const account = accountParameter(request, 'source_account')
  accountParameter(request, 'destination_account') // checked, and then not used
  const { start, amount } = fixedEnd(request, { side: 'destination', other: 'source', account })
  const direction = 'strictReceive'
  if (account === undefined) {
    const assets = assetList(request, 'source_assets', MAX_ENDS)
    return { direction, start, amount, ends: new Map(assets.map((asset) => [asset, undefined])) }
  }
  return { direction, start, amount, ends: balancesOf(state, account, 'source_account'), without: account }
}

function strictSendSearch(state: LedgerReads, request: ApiRequest): PathSearch {
  const account = accountParameter(request, 'destination_account')
  const { start, amount } = fixedEnd(request, { side: 'source', other: 'destination', account })
  const assets =
    account === undefined
      ? assetList(request, 'destination_assets', MAX_ENDS)
      : [...balancesOf(state, account, 'destination_account').keys()]
  return { direction: 'strictSend', start, amount, ends: new Map(assets.map((asset) => [asset, undefined])) }
}

type Ends = {
  readonly side: 'source' | 'destination'
  readonly other: 'source' | 'destination'
  readonly account: string | undefined
}

/** The end whose asset and amount are given; the other one is either a list or an account. */
function fixedEnd(request: ApiRequest, { side, other, account }: Ends): Pick<PathSearch, 'start' | 'amount'> {
  checkPathsAsset(request, side)
  const amount = amountParameter(request, `${side}_amount`)
  const isListed = parameter(request, `${other}_assets`) !== ''
  if (isListed === (account !== undefined)) {
    const detail = `The request requires either a list of ${other} assets or a ${other} account. Both fields cannot be present.`
    throw new ProblemError({ ...badRequest, detail })
  }
  return { start: pathsAsset(request, side), amount }
}

function amountParameter(request: ApiRequest, field: string): Stroops {
  const text = parameter(request, field)
  if (text === '') throw invalidField(field, 'Missing required field')
  const amount = readAmount(text)
  if (amount > 0n) return amount
  throw invalidField(field, 'Amount must be positive')
}

function readAmount(text: string): Stroops {
  try {
    return parseAmount(text)
  } catch (error) {
    if (error instanceof SdexError) return 0n
    throw error
  }
}

/** What an account holds, whole balances: neither reserve nor liabilities are taken off. Empty for one that is not there. */
function balancesOf(state: LedgerReads, accountId: string, field: string): ReadonlyMap<AssetId, Stroops> {
  const account = state.account(accountId)
  if (account === undefined) return new Map()
  const lines = state.trustlinesOf(accountId)
  if (lines.length + 1 > MAX_ENDS) {
    const reason = `account has too many trustlines to use this endpoint (number of trustlines plus native XLM exceeds limit of ${MAX_ENDS})`
    throw invalidField(field, reason)
  }
  return new Map([...lines.map(({ asset, balance }) => [asset, balance] as const), [NATIVE, account.balance]])
}

function renderPaths(search: PathSearch, paths: readonly FoundPath[]): Json {
  return { _embedded: { records: paths.map((path) => renderPath(search, path)) } }
}

function renderPath({ direction, start, amount }: PathSearch, found: FoundPath): Json {
  const [given, sought] = [
    { asset: start, amount },
    { asset: found.end, amount: found.amount },
  ]
  const [source, destination] = direction === 'strictSend' ? [given, sought] : [sought, given]
  return {
    ...renderAsset(source.asset, 'source_'),
    source_amount: formatAmount(source.amount),
    ...renderAsset(destination.asset, 'destination_'),
    destination_amount: formatAmount(destination.amount),
    path: found.path.map((asset) => renderAsset(asset)),
  }
}
