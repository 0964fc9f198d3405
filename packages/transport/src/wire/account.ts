import type { Account, AccountSigner, Balance, PoolShare } from '../types/accounts.ts'
import {
  accountId,
  asset,
  count,
  type Fields,
  flag,
  int64,
  listOf,
  member,
  object,
  optionalMember,
  stroops,
  text,
} from './fields.ts'

/** `GET /accounts/{id}`. */
export function parseAccount(body: unknown): Account {
  const fields = object(body)
  const lines = member(fields, 'balances', listOf(parseLine))
  return {
    id: member(fields, 'id', accountId),
    sequence: member(fields, 'sequence', int64),
    sequenceLedger: optionalMember(fields, 'sequence_ledger', count),
    subentryCount: member(fields, 'subentry_count', count),
    numSponsoring: member(fields, 'num_sponsoring', count),
    numSponsored: member(fields, 'num_sponsored', count),
    lastModifiedLedger: member(fields, 'last_modified_ledger', count),
    thresholds: member(fields, 'thresholds', parseThresholds),
    flags: member(fields, 'flags', parseFlags),
    signers: member(fields, 'signers', listOf(parseSigner)),
    balances: lines.flatMap((line) => ('poolId' in line ? [] : [line])),
    poolShares: lines.flatMap((line) => ('poolId' in line ? [line] : [])),
  }
}

function parseThresholds(value: unknown): Account['thresholds'] {
  const fields = object(value)
  return {
    low: member(fields, 'low_threshold', count),
    medium: member(fields, 'med_threshold', count),
    high: member(fields, 'high_threshold', count),
  }
}

function parseFlags(value: unknown): Account['flags'] {
  const fields = object(value)
  return {
    authRequired: member(fields, 'auth_required', flag),
    authRevocable: member(fields, 'auth_revocable', flag),
    authImmutable: member(fields, 'auth_immutable', flag),
    authClawbackEnabled: member(fields, 'auth_clawback_enabled', flag),
  }
}

function parseSigner(value: unknown): AccountSigner {
  const fields = object(value)
  return {
    key: member(fields, 'key', text),
    type: member(fields, 'type', text),
    weight: member(fields, 'weight', count),
  }
}

function parseLine(value: unknown): Balance | PoolShare {
  const fields = object(value)
  if (fields['asset_type'] === 'liquidity_pool_shares') {
    return {
      poolId: member(fields, 'liquidity_pool_id', text),
      balance: member(fields, 'balance', stroops),
      limit: member(fields, 'limit', stroops),
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
    limit: member(fields, 'limit', stroops),
    authorized: member(fields, 'is_authorized', flag),
    authorizedToMaintainLiabilities: member(fields, 'is_authorized_to_maintain_liabilities', flag),
  }
}

function amounts(fields: Fields): Pick<Balance, 'asset' | 'balance' | 'sellingLiabilities' | 'buyingLiabilities'> {
  return {
    asset: asset(fields),
    balance: member(fields, 'balance', stroops),
    sellingLiabilities: member(fields, 'selling_liabilities', stroops),
    buyingLiabilities: member(fields, 'buying_liabilities', stroops),
  }
}
