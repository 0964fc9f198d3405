import { redactSecrets } from '@sdex/primitives'
import type { BaseUrl } from '../baseUrl.ts'

/** Parameters that Horizon knows; the value of any other may be a key of the server's operator. */
const KNOWN = new Set(
  (
    'cursor limit order include_failed join account_id account offer_id trade_type seller sponsor signer asset ' +
    'reserves claimant selling buying asset_code asset_issuer addr start_time end_time resolution offset ' +
    'liquidity_pool liquidity_pool_id claimable_balance_id source_assets source_account source_amount ' +
    'destination_assets destination_account destination_amount'
  ).split(' '),
)
const ASSET_PARAMETER = /^(selling|buying|base|counter|source|destination)_asset_(type|code|issuer)$/

/** A URL as it may be logged: without credentials, fragment and path prefix, and without the values of parameters that are none of Horizon's. */
export type ShownUrl = (url: string) => string

/** @param bases - Of the servers: what their URLs begin with is shown as theirs is. */
export function createShownUrl(bases: readonly Pick<BaseUrl, 'start' | 'shown'>[]): ShownUrl {
  const longestFirst = bases.toSorted((a, b) => b.start.length - a.start.length)
  return (text) => {
    const base = longestFirst.find(({ start }) => text.startsWith(start) && /^[/?#]?$/.test(text.charAt(start.length)))
    const url = URL.parse(base === undefined ? text : text.slice(base.start.length), base && new URL(base.start).origin)
    if (url === null) return '?'
    const parts = [...url.searchParams].map(([name, value]) =>
      KNOWN.has(name) || ASSET_PARAMETER.test(name) ? `${name}=${encodeURIComponent(value)}` : `${name}=…`,
    )
    const search = parts.length === 0 ? '' : `?${parts.join('&')}`
    return redactSecrets(`${base?.shown ?? url.origin}${url.pathname}${search}`)
  }
}
