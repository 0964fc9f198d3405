import type { Card } from '../card.ts'
import { type Fault, faultCards } from '../faultCards.ts'
import { STRANGER } from '../identifiers.ts'

const ACCOUNT = 'Account ID must start with `G` and contain 56 alphanum characters'
const ISSUED = `credit_alphanum4&base_asset_code=X&base_asset_issuer=${STRANGER}`
const PAIR = `base_asset_type=native&counter_asset_type=${ISSUED.replaceAll('base', 'counter')}`
const POOL = 'ab'.repeat(32)

const FAULTS: readonly Fault[] = [
  ['/ledgers?order=up', 'order', 'order: invalid value'],
  ['/ledgers?cursor=x', 'cursor', 'cursor: invalid value'],
  ['/trades?cursor=1-x', 'cursor', 'cursor: invalid value'],
  ['/offers?cursor=-1', 'cursor', 'the cursor -1 is a negative number: '],
  ['/ledgers?limit=x', 'limit', 'unparseable value'],
  ['/ledgers?limit=0', 'limit', 'invalid limit: non-positive value provided'],
  ['/transactions?limit=-2', 'limit', 'invalid limit: non-positive value provided'],
  ['/trades?limit=201', 'limit', 'invalid limit: value provided that is over limit max of 200'],
  ['/accounts/GX', 'account_id', ACCOUNT],
  ['/accounts/GX/transactions', 'account_id', ACCOUNT],
  ['/accounts/GX/offers', 'account_id', ACCOUNT],
  ['/offers?seller=GX', 'seller', ACCOUNT],
  ['/offers?sponsor=GX', 'sponsor', ACCOUNT],
  ['/trades?account_id=GX', 'account_id', ACCOUNT],
  ['/transactions/abc', 'tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash'],
  [`/transactions/${'AB'.repeat(32)}`, 'tx_id', 'Transaction hash must be a hex-encoded, lowercase SHA-256 hash'],
  ['/ledgers/x', 'ledger_id', 'Ledger ID must be an integer higher than 0'],
  ['/offers/x', 'offer_id', 'Offer ID must be an integer higher than 0'],
  ['/transactions?include_failed=x', 'include_failed', 'Filter should be true or false'],
  ['/offers?selling=x', 'selling', 'missing colon'],
  [`/offers?buying=ABCDEFGHIJKLM:${STRANGER}`, 'buying', 'Asset code length is invalid'],
  [
    '/offers?selling=native&selling_asset_type=native',
    'selling_asset_type',
    "Ambiguous parameter, you can't include both `selling` and `selling_asset_type`. Remove all parameters of the form `selling_`",
  ],
  [
    '/offers?selling_asset_type=x',
    'selling_asset_type',
    "invalid asset type: was not one of 'native', 'credit_alphanum4', 'credit_alphanum12', 'liquidity_pool_shares'",
  ],
  ['/offers?selling_asset_code=USD', 'selling_asset_type', 'Missing parameter'],
  ['/offers?buying_asset_type=credit_alphanum4&buying_asset_code=USD', 'buying_asset_issuer', 'Missing parameter'],
  ['/offers?selling_asset_type=native&selling_asset_code=X', 'selling_asset_code', 'native asset does not have a code'],
  [
    `/offers?selling_asset_type=credit_alphanum4&selling_asset_code=ABCDE&selling_asset_issuer=${STRANGER}`,
    'selling_asset_code',
    'Asset code must be 1-12 alphanumeric characters',
  ],
  [
    '/trades?base_asset_type=native',
    'base_asset_type,counter_asset_type',
    'this endpoint supports asset pairs but only one asset supplied',
  ],
  [
    `/trades?${PAIR}&offer_id=1`,
    'base_asset_type,counter_asset_type,offer_id',
    'this endpoint does not support filtering by both asset pair and offer id ',
  ],
  [
    `/trades?${PAIR}&liquidity_pool_id=${POOL}`,
    'base_asset_type,counter_asset_type,liquidity_pool_id',
    'this endpoint does not support filtering by both asset pair and liquidity pool id ',
  ],
  [
    `/trades?account_id=${STRANGER}&offer_id=1`,
    'account_id,liquidity_pool_id,offer_id',
    'Use a single filter for trades, you can only use one of account_id, liquidity_pool_id, offer_id',
  ],
  ['/trades?trade_type=x', 'trade_type', 'Trade type must be all, orderbook, or liquidity_pool'],
  [
    '/trades?trade_type=liquidity_pool&offer_id=1',
    'trade_type',
    'trade_type liquidity_pool cannot be used with the offer_id filter',
  ],
  [
    `/trades?trade_type=orderbook&liquidity_pool_id=${POOL}`,
    'trade_type',
    'trade_type orderbook cannot be used with the liquidity_pool_id filter',
  ],
  [
    '/trades?base_asset_type=x&counter_asset_type=native',
    'base_asset_type',
    'Asset type must be native, credit_alphanum4 or credit_alphanum12',
  ],
  [
    '/trades?base_asset_type=credit_alphanum4&base_asset_code=X&counter_asset_type=native',
    'base_asset',
    'invalid base_asset: strkey is 0 bytes long; minimum valid length is 5',
  ],
  [
    `/trades?base_asset_type=credit_alphanum4&base_asset_issuer=${STRANGER}&counter_asset_type=native`,
    'base_asset',
    'invalid base_asset: Asset code length is invalid',
  ],
]

/** What is wrong with a parameter is told by the field and the reason, to the letter. */
export const parameterCards: readonly Card[] = faultCards(48, FAULTS)
