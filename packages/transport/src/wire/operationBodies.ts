import type { OfferTerms, OperationBody, OperationReserve, PathPayment, PaymentParties } from '../types/operations.ts'
import { asset, assetText } from './assets.ts'
import { parseClaimant } from './claimableBalance.ts'
import { accountId, count, type Fields, flag, int64, list, object, optional, stroops, text } from './fields.ts'
import { parseHops } from './path.ts'
import { price } from './prices.ts'
import type { Seen } from './seen.ts'
import { trustlineAsset } from './trustlineAsset.ts'

type ReadBody = (fields: Fields, seen: Seen) => OperationBody

/** By Horizon's name, the kinds of operations that a trader meets. */
export const operationBodies: ReadonlyMap<string, ReadBody> = new Map<string, ReadBody>([
  [
    'create_account',
    (fields, seen) => ({
      type: 'create_account',
      funder: accountId(fields['funder'], 'funder', seen),
      account: accountId(fields['account'], 'account', seen),
      startingBalance: stroops(fields['starting_balance'], 'starting_balance'),
    }),
  ],
  [
    'payment',
    (fields, seen) => ({
      type: 'payment',
      ...parties(fields, seen),
      asset: ownAsset(fields, seen),
      amount: stroops(fields['amount'], 'amount'),
    }),
  ],
  [
    'path_payment_strict_send',
    (fields, seen) => ({
      type: 'path_payment_strict_send',
      ...pathPayment(fields, seen),
      destinationMin: stroops(fields['destination_min'], 'destination_min'),
    }),
  ],
  [
    'path_payment_strict_receive',
    (fields, seen) => ({
      type: 'path_payment_strict_receive',
      ...pathPayment(fields, seen),
      sourceMax: stroops(fields['source_max'], 'source_max'),
    }),
  ],
  [
    'manage_sell_offer',
    (fields, seen) => ({
      type: 'manage_sell_offer',
      offerId: int64(fields['offer_id'], 'offer_id'),
      ...offerTerms(fields, seen),
    }),
  ],
  [
    'manage_buy_offer',
    (fields, seen) => ({
      type: 'manage_buy_offer',
      offerId: int64(fields['offer_id'], 'offer_id'),
      ...offerTerms(fields, seen),
    }),
  ],
  ['create_passive_sell_offer', (fields, seen) => ({ type: 'create_passive_sell_offer', ...offerTerms(fields, seen) })],
  [
    'change_trust',
    (fields, seen) => ({
      type: 'change_trust',
      trustor: accountId(fields['trustor'], 'trustor', seen),
      asset: trustlineAsset(fields, seen),
      limit: stroops(fields['limit'], 'limit'),
    }),
  ],
  [
    'allow_trust',
    (fields, seen) => ({
      type: 'allow_trust',
      trustor: accountId(fields['trustor'], 'trustor', seen),
      asset: ownAsset(fields, seen),
      authorize: flag(fields['authorize'], 'authorize'),
      // Came with protocol 13; authorizing includes it.
      authorizeToMaintainLiabilities:
        optional(fields['authorize_to_maintain_liabilities'], 'authorize_to_maintain_liabilities', flag) ??
        flag(fields['authorize'], 'authorize'),
    }),
  ],
  [
    'set_trust_line_flags',
    (fields, seen) => ({
      type: 'set_trust_line_flags',
      trustor: accountId(fields['trustor'], 'trustor', seen),
      asset: ownAsset(fields, seen),
      setFlags: flagBits(fields['set_flags'], 'set_flags'),
      clearFlags: flagBits(fields['clear_flags'], 'clear_flags'),
    }),
  ],
  [
    'account_merge',
    (fields, seen) => ({
      type: 'account_merge',
      account: accountId(fields['account'], 'account', seen),
      into: accountId(fields['into'], 'into', seen),
    }),
  ],
  ['bump_sequence', (fields) => ({ type: 'bump_sequence', bumpTo: int64(fields['bump_to'], 'bump_to') })],
  [
    'create_claimable_balance',
    (fields, seen) => ({
      type: 'create_claimable_balance',
      asset: assetText(fields['asset'], 'asset', seen),
      amount: stroops(fields['amount'], 'amount'),
      claimants: list(fields['claimants'], 'claimants', parseClaimant),
    }),
  ],
  [
    'claim_claimable_balance',
    (fields, seen) => ({
      type: 'claim_claimable_balance',
      balanceId: text(fields['balance_id'], 'balance_id'),
      claimant: accountId(fields['claimant'], 'claimant', seen),
    }),
  ],
  [
    'clawback',
    (fields, seen) => ({
      type: 'clawback',
      asset: ownAsset(fields, seen),
      from: accountId(fields['from'], 'from', seen),
      amount: stroops(fields['amount'], 'amount'),
    }),
  ],
  [
    'liquidity_pool_deposit',
    (fields, seen) => ({
      type: 'liquidity_pool_deposit',
      poolId: text(fields['liquidity_pool_id'], 'liquidity_pool_id'),
      reservesMax: reserves(fields['reserves_max'], 'reserves_max', seen),
      minPrice: price(fields['min_price_r'], 'min_price_r'),
      maxPrice: price(fields['max_price_r'], 'max_price_r'),
      reservesDeposited: reserves(fields['reserves_deposited'], 'reserves_deposited', seen),
      sharesReceived: stroops(fields['shares_received'], 'shares_received'),
    }),
  ],
  [
    'liquidity_pool_withdraw',
    (fields, seen) => ({
      type: 'liquidity_pool_withdraw',
      poolId: text(fields['liquidity_pool_id'], 'liquidity_pool_id'),
      reservesMin: reserves(fields['reserves_min'], 'reserves_min', seen),
      shares: stroops(fields['shares'], 'shares'),
      reservesReceived: reserves(fields['reserves_received'], 'reserves_received', seen),
    }),
  ],
])

function ownAsset(fields: Fields, seen: Seen): OfferTerms['selling'] {
  return asset([fields['asset_type'], fields['asset_code'], fields['asset_issuer']], '', seen)
}

function parties(fields: Fields, seen: Seen): PaymentParties {
  return {
    from: accountId(fields['from'], 'from', seen),
    fromMuxed: optional(fields['from_muxed'], 'from_muxed', text),
    to: accountId(fields['to'], 'to', seen),
    toMuxed: optional(fields['to_muxed'], 'to_muxed', text),
  }
}

function pathPayment(fields: Fields, seen: Seen): PathPayment {
  const { source_asset_type: type, source_asset_code: code, source_asset_issuer: issuer } = fields
  return {
    ...parties(fields, seen),
    asset: ownAsset(fields, seen),
    amount: stroops(fields['amount'], 'amount'),
    sourceAsset: asset([type, code, issuer], 'source_', seen),
    sourceAmount: stroops(fields['source_amount'], 'source_amount'),
    path: parseHops(fields['path'], seen),
  }
}

function offerTerms(fields: Fields, seen: Seen): OfferTerms {
  const { selling_asset_type: selling, selling_asset_code: soldCode, selling_asset_issuer: soldIssuer } = fields
  const { buying_asset_type: buying, buying_asset_code: boughtCode, buying_asset_issuer: boughtIssuer } = fields
  return {
    selling: asset([selling, soldCode, soldIssuer], 'selling_', seen),
    buying: asset([buying, boughtCode, boughtIssuer], 'buying_', seen),
    amount: stroops(fields['amount'], 'amount'),
    price: price(fields['price_r'], 'price_r'),
  }
}

/** A list of single bits, left out when there is none. */
function flagBits(value: unknown, path: string): number {
  return value === undefined ? 0 : list(value, path, (bit) => count(bit, '')).reduce((bits, bit) => bits | bit, 0)
}

function reserves(value: unknown, path: string, seen: Seen): readonly OperationReserve[] {
  return list(value, path, (reserve) => {
    const fields = object(reserve)
    return {
      asset: optional(fields['asset'], 'asset', (named, at) => assetText(named, at, seen)),
      amount: stroops(fields['amount'], 'amount'),
    }
  })
}
