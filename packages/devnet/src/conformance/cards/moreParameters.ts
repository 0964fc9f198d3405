import type { Card } from '../card.ts'
import { type Fault, faultCards } from '../faultCards.ts'
import { STRANGER } from '../identifiers.ts'

const ACCOUNT = 'Account ID must start with `G` and contain 56 alphanum characters'
const ASSET = 'Asset must be the string "native" or a string of the form "Code:IssuerAccountID" for issued assets.'
const TYPE = 'Asset type must be native, credit_alphanum4 or credit_alphanum12'
const NATIVES = 'base_asset_type=native&counter_asset_type=native'
const SEND = '/paths/strict-send?source_asset_type=native&source_amount=1'
const RESOLUTION =
  'illegal or missing resolution. allowed resolutions are: 1 minute (60000), 5 minutes (300000), 15 minutes (900000), 1 hour (3600000), 1 day (86400000) and 1 week (604800000)'

const FAULTS: readonly Fault[] = [
  ['/accounts?signer=GX', 'signer', ACCOUNT],
  ['/accounts?asset=native', 'asset', "you can't filter by asset: native"],
  ['/accounts?asset=x', 'asset', ASSET],
  ['/accounts?liquidity_pool=xy', 'liquidity_pool', 'xy does not validate as sha256'],
  [`/accounts/${STRANGER}/data/${'k'.repeat(65)}`, 'key', `${'k'.repeat(65)} does not validate as length(1|64)`],
  ['/claimable_balances?claimant=GX', 'claimant', ACCOUNT],
  ['/claimable_balances?asset=x', 'asset', ASSET],
  [
    '/claimable_balances?cursor=5',
    'cursor',
    'The first part should be a number higher than 0 and the second part should be a valid claimable balance ID',
  ],
  ['/claimable_balances/ab', 'id', 'ab does not validate as claimableBalanceID'],
  ['/liquidity_pools/ab', 'liquidity_pool_id', 'ab does not validate as sha256'],
  ['/liquidity_pools?reserves=native,native,native', 'reserves', 'reserves exceeds maximum length of 2'],
  [
    '/liquidity_pools?reserves=x',
    'reserves',
    'Invalid reserves, should be comma-separated list of assets in canonical form',
  ],
  ['/assets?asset_code=%21', 'asset_code', '! is not a valid asset code'],
  ['/assets?asset_issuer=GX', 'asset_issuer', 'GX is not a valid asset issuer'],
  ['/assets?cursor=x', 'cursor', 'the cursor is not a valid paging_token'],
  ['/operations/x', 'id', 'schema: error converting value for "id"'],
  ['/operations/x/effects', 'op_id', 'Operation ID must be an integer higher than 0'],
  ['/operations?join=x', 'join', 'Accepted values: transactions'],
  ['/operations?include_failed=x', 'include_failed', 'Filter should be true or false'],
  ['/transactions/x/operations', 'tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash'],
  [`/trade_aggregations?counter_asset_type=native&resolution=60000`, 'base_asset_type', 'Missing required field'],
  ['/trade_aggregations?base_asset_type=native&resolution=60000', 'counter_asset_type', 'Missing required field'],
  [`/trade_aggregations?${NATIVES}&resolution=1`, 'resolution', RESOLUTION],
  [
    `/trade_aggregations?${NATIVES}&resolution=60000&offset=60000`,
    'offset',
    'illegal or missing offset. offset must be a multiple of an hour, less than or equal to the resolution, and less than 24 hours',
  ],
  [`/trade_aggregations?${NATIVES}&resolution=x`, 'resolution', 'schema: error converting value for "resolution"'],
  ['/paths/strict-send?destination_assets=native&source_amount=1', 'source_asset_type', 'Missing required field'],
  ['/paths/strict-send?destination_assets=native&source_asset_type=native', 'source_amount', 'Missing required field'],
  ['/paths/strict-send?destination_assets=native&source_asset_type=x&source_amount=1', 'source_asset_type', TYPE],
  [
    '/paths/strict-receive?source_assets=native&destination_asset_type=native&destination_amount=0',
    'destination_amount',
    'Amount must be positive',
  ],
  [`${SEND}&destination_assets=x`, 'destination_assets', 'x is not a valid asset'],
  [
    `${SEND}&destination_assets=${Array.from({ length: 16 }, () => 'native').join(',')}`,
    'destination_assets',
    'list of assets exceeds maximum length of 15',
  ],
  [`${SEND}&destination_account=GX`, 'destination_account', ACCOUNT],
]

/** The parameters of searches, statistics and the lists of state. */
export const moreParameterCards: readonly Card[] = faultCards(383, FAULTS)
