import type { Account, AccountData, AccountSigner, Balance, PoolShare } from '../types/accounts.ts'
import { asset } from './assets.ts'
import { accountId, base64, count, type Fields, flag, int64, list, object, optional, stroops, text } from './fields.ts'
import { createSeen, type Seen } from './seen.ts'

/** `GET /accounts/{id}`. */
export function parseAccount(body: unknown, seen: Seen = createSeen()): Account {
  const fields = object(body)
  const lines = list(fields['balances'], 'balances', (line) => parseLine(line, seen))
  return {
    id: accountId(fields['id'], 'id', seen),
    sequence: int64(fields['sequence'], 'sequence'),
    sequenceLedger: optional(fields['sequence_ledger'], 'sequence_ledger', count),
    subentryCount: count(fields['subentry_count'], 'subentry_count'),
    numSponsoring: count(fields['num_sponsoring'], 'num_sponsoring'),
    numSponsored: count(fields['num_sponsored'], 'num_sponsored'),
    lastModifiedLedger: count(fields['last_modified_ledger'], 'last_modified_ledger'),
    thresholds: parseThresholds(object(fields['thresholds'], 'thresholds')),
    flags: parseFlags(object(fields['flags'], 'flags'), 'flags'),
    signers: list(fields['signers'], 'signers', parseSigner),
    balances: lines.filter(isBalance),
    poolShares: lines.filter(isPoolShare),
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

function parseLine(value: unknown, seen: Seen): Balance | PoolShare {
  const fields = object(value)
  const type = fields['asset_type']
  if (type === 'liquidity_pool_shares') {
    return {
      poolId: text(fields['liquidity_pool_id'], 'liquidity_pool_id'),
      balance: stroops(fields['balance'], 'balance'),
      limit: stroops(fields['limit'], 'limit'),
    }
  }
  const isNative = type === 'native'
  return {
    asset: asset([type, fields['asset_code'], fields['asset_issuer']], '', seen),
    balance: stroops(fields['balance'], 'balance'),
    limit: isNative ? undefined : stroops(fields['limit'], 'limit'),
    sellingLiabilities: stroops(fields['selling_liabilities'], 'selling_liabilities'),
    buyingLiabilities: stroops(fields['buying_liabilities'], 'buying_liabilities'),
    authorized: isNative || flag(fields['is_authorized'], 'is_authorized'),
    authorizedToMaintainLiabilities:
      isNative || flag(fields['is_authorized_to_maintain_liabilities'], 'is_authorized_to_maintain_liabilities'),
  }
}

function isPoolShare(line: Balance | PoolShare): line is PoolShare {
  return 'poolId' in line
}

function isBalance(line: Balance | PoolShare): line is Balance {
  return !isPoolShare(line)
}
