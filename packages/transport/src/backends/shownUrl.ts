import { redactSecrets } from '@sdex/primitives'
import { hideKeys } from '../hideKeys.ts'

/** Parameters that Horizon knows; the value of any other may be a key of the server's operator. */
const KNOWN = new Set([
  ...[
    'cursor',
    'limit',
    'order',
    'include_failed',
    'join',
    'account_id',
    'account',
    'offer_id',
    'trade_type',
    'seller',
  ],
  ...['sponsor', 'signer', 'asset', 'reserves', 'claimant', 'selling', 'buying', 'asset_code', 'asset_issuer', 'addr'],
  ...['start_time', 'end_time', 'resolution', 'offset', 'liquidity_pool_id', 'claimable_balance_id'],
  ...[
    'source_assets',
    'source_account',
    'source_amount',
    'destination_assets',
    'destination_account',
    'destination_amount',
  ],
])
const ASSET_PARAMETER = /^(selling|buying|base|counter|source|destination)_asset_(type|code|issuer)$/

/** A URL as it may be logged: without credentials, fragment and keys in the path, and without the values of parameters that are none of Horizon's. */
export function shownUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null) return '?'
  const parts = [...url.searchParams].map(([name, value]) =>
    KNOWN.has(name) || ASSET_PARAMETER.test(name) ? `${name}=${encodeURIComponent(value)}` : `${name}=…`,
  )
  return redactSecrets(`${url.origin}${hideKeys(url.pathname)}${parts.length === 0 ? '' : `?${parts.join('&')}`}`)
}
