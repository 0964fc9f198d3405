import type { Account, AccountData, AccountSigner, Balance, PoolShare } from '../types/accounts.ts'
import { asset } from './assets.ts'
import { accountId, base64, count, type Fields, flag, int64, list, object, optional, stroops, text } from './fields.ts'

/** `GET /accounts/{id}`. */
export function parseAccount(body: unknown): Account {
  const fields = object(body)
  const lines = list(fields['balances'], 'balances', parseLine)
  return {
    id: accountId(fields['id'], 'id'),
    sequence: int64(fields['sequence'], 'sequence'),
    sequenceLedger: optional(fields['sequence_ledger'], 'sequence_ledger', count),
    subentryCount: count(fields['subentry_count'], 'subentry_count'),
    numSponsoring: count(fields['num_sponsoring'], 'num_sponsoring'),
    numSponsored: count(fields['num_sponsored'], 'num_sponsored'),
    lastModifiedLedger: count(fields['last_modified_ledger'], 'last_modified_ledger'),
    thresholds: parseThresholds(object(fields['thresholds'], 'thresholds')),
    flags: parseFlags(object(fields['flags'], 'flags'), 'flags'),
    signers: list(fields['signers'], 'signers', parseSigner),
    balances: lines.flatMap((line) => ('poolId' in line ? [] : [line])),
    poolShares: lines.flatMap((line) => ('poolId' in line ? [line] : [])),
    sponsor: optional(fields['sponsor'], 'sponsor', accountId),
    homeDomain: optional(fields['home_domain'], 'home_domain', text),
  }
}

/** `GET /accounts/{id}/data/{key}`. */
export function parseAccountData(body: unknown): AccountData {
  const fields = object(body)
  return { value: base64(fields['value'], 'value'), sponsor: optional(fields['sponsor'], 'sponsor', accountId) }
}

function parseThresholds(fields: Fields): Account['thresholds'] {
  return {
    low: count(fields['low_threshold'], 'thresholds.low_threshold'),
    medium: count(fields['med_threshold'], 'thresholds.med_threshold'),
    high: count(fields['high_threshold'], 'thresholds.high_threshold'),
  }
}

/** Flags of an account, also where they stand beside one of its assets. */
export function parseFlags(fields: Fields, path: string): Account['flags'] {
  return {
    authRequired: flag(fields['auth_required'], `${path}.auth_required`),
    authRevocable: flag(fields['auth_revocable'], `${path}.auth_revocable`),
    authImmutable: flag(fields['auth_immutable'], `${path}.auth_immutable`),
    authClawbackEnabled: flag(fields['auth_clawback_enabled'], `${path}.auth_clawback_enabled`),
  }
}

function parseSigner(value: unknown): AccountSigner {
  const fields = object(value)
  return {
    key: text(fields['key'], 'key'),
    type: text(fields['type'], 'type'),
    weight: count(fields['weight'], 'weight'),
  }
}

function parseLine(value: unknown): Balance | PoolShare {
  const fields = object(value)
  if (fields['asset_type'] === 'liquidity_pool_shares') {
    return {
      poolId: text(fields['liquidity_pool_id'], 'liquidity_pool_id'),
      balance: stroops(fields['balance'], 'balance'),
      limit: stroops(fields['limit'], 'limit'),
    }
  }
  return fields['asset_type'] === 'native' ? parseNative(fields) : parseTrustline(fields)
}

function parseNative(fields: Fields): Balance {
  return { ...amounts(fields), authorized: true, authorizedToMaintainLiabilities: true }
}

function parseTrustline(fields: Fields): Balance {
  return {
    ...amounts(fields),
    limit: stroops(fields['limit'], 'limit'),
    authorized: flag(fields['is_authorized'], 'is_authorized'),
    authorizedToMaintainLiabilities: flag(
      fields['is_authorized_to_maintain_liabilities'],
      'is_authorized_to_maintain_liabilities',
    ),
  }
}

function amounts(fields: Fields): Pick<Balance, 'asset' | 'balance' | 'sellingLiabilities' | 'buyingLiabilities'> {
  return {
    asset: asset([fields['asset_type'], fields['asset_code'], fields['asset_issuer']], ''),
    balance: stroops(fields['balance'], 'balance'),
    sellingLiabilities: stroops(fields['selling_liabilities'], 'selling_liabilities'),
    buyingLiabilities: stroops(fields['buying_liabilities'], 'buying_liabilities'),
  }
}
