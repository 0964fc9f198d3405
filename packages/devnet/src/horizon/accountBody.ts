import { formatAmount } from '@sdex/primitives'
import {
  type AccountEntry,
  AUTH_CLAWBACK_ENABLED,
  AUTH_IMMUTABLE,
  AUTH_REQUIRED,
  AUTH_REVOCABLE,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  type DataEntry,
  type PoolShareEntry,
  TRUSTLINE_CLAWBACK_ENABLED,
  type TrustlineEntry,
} from '../ledger/entries.ts'
import { compareAssets } from '../stateIndex/assetStatistics.ts'
import type { Json, JsonObject } from './json.ts'
import { link, pageLink } from './links.ts'
import type { HorizonData } from './route.ts'
import { renderAsset, renderLastModified } from './values.ts'

/** An account, as it stands alone and in lists. */
export function renderAccount(data: HorizonData, origin: string, account: AccountEntry): JsonObject {
  const [, low, medium, high] = account.thresholds
  const hasSequenceTime = account.sequenceLedger !== 0 && account.sequenceTime !== 0
  const lines = [...data.state.trustlinesOf(account.accountId)].sort((a, b) => compareAssets(a.asset, b.asset))
  const shares = data.state.poolSharesOf(account.accountId)
  return {
    _links: accountLinks(origin, account.accountId),
    id: account.accountId,
    account_id: account.accountId,
    sequence: account.sequence.toString(),
    sequence_ledger: hasSequenceTime ? account.sequenceLedger : undefined,
    sequence_time: hasSequenceTime ? account.sequenceTime.toString() : undefined,
    subentry_count: account.subentryCount,
    inflation_destination: account.inflationDestination,
    home_domain: account.homeDomain || undefined,
    ...renderLastModified(data, account.lastModifiedLedger),
    thresholds: { low_threshold: low, med_threshold: medium, high_threshold: high },
    flags: renderFlags(account.flags),
    balances: [...shares.map(renderPoolShare), ...lines.map(renderTrustline), renderNative(account)],
    signers: renderSigners(account),
    data: renderData(data.state.dataOf(account.accountId)),
    num_sponsoring: account.numSponsoring,
    num_sponsored: account.numSponsored,
    sponsor: account.sponsor ?? undefined,
    paging_token: account.accountId,
  }
}

/** The flags of an account. */
export function renderFlags(flags: number): JsonObject {
  return {
    auth_required: (flags & AUTH_REQUIRED) !== 0,
    auth_revocable: (flags & AUTH_REVOCABLE) !== 0,
    auth_immutable: (flags & AUTH_IMMUTABLE) !== 0,
    auth_clawback_enabled: (flags & AUTH_CLAWBACK_ENABLED) !== 0,
  }
}

/** Sorted by name as bytes, also where a name is a number, which an object of JavaScript would put first. */
function renderData(entries: readonly DataEntry[]): JsonObject {
  const values = Object.fromEntries(entries.map(({ name, value }) => [name, value]))
  const names = entries.map(({ name }) => name)
  return new Proxy(values, { ownKeys: () => names })
}

function accountLinks(origin: string, id: string): JsonObject {
  const path = `/accounts/${id}`
  return {
    self: link(origin, path),
    transactions: pageLink(origin, `${path}/transactions`),
    operations: pageLink(origin, `${path}/operations`),
    payments: pageLink(origin, `${path}/payments`),
    effects: pageLink(origin, `${path}/effects`),
    offers: pageLink(origin, `${path}/offers`),
    trades: pageLink(origin, `${path}/trades`),
    data: link(origin, `${path}/data/{key}`),
  }
}

function renderTrustline(line: TrustlineEntry): Json {
  return {
    balance: formatAmount(line.balance),
    limit: formatAmount(line.limit),
    buying_liabilities: formatAmount(line.buyingLiabilities),
    selling_liabilities: formatAmount(line.sellingLiabilities),
    sponsor: line.sponsor ?? undefined,
    last_modified_ledger: line.lastModifiedLedger,
    is_authorized: (line.flags & AUTHORIZED) !== 0,
    is_authorized_to_maintain_liabilities: (line.flags & (AUTHORIZED | AUTHORIZED_TO_MAINTAIN_LIABILITIES)) !== 0,
    is_clawback_enabled: (line.flags & TRUSTLINE_CLAWBACK_ENABLED) !== 0 || undefined,
    ...renderAsset(line.asset),
  }
}

function renderNative(account: AccountEntry): Json {
  return {
    balance: formatAmount(account.balance),
    buying_liabilities: formatAmount(account.buyingLiabilities),
    selling_liabilities: formatAmount(account.sellingLiabilities),
    asset_type: 'native',
  }
}

/** Has no code, and so comes before all others; its sponsor is not told. */
function renderPoolShare(share: PoolShareEntry): Json {
  return {
    balance: formatAmount(share.balance),
    liquidity_pool_id: share.poolId,
    limit: formatAmount(share.limit),
    last_modified_ledger: share.lastModifiedLedger,
    is_authorized: false,
    is_authorized_to_maintain_liabilities: false,
    asset_type: 'liquidity_pool_shares',
  }
}

/** By the first letter of a key (SEP-23). */
const SIGNER_TYPES: Readonly<Record<string, string>> = {
  G: 'ed25519_public_key',
  T: 'preauth_tx',
  X: 'sha256_hash',
  P: 'ed25519_signed_payload',
}

/** By key, the account's own among them; without weight that one comes last. */
function renderSigners({ accountId, thresholds: [weight], signers }: AccountEntry): Json {
  const own = { key: accountId, weight, sponsor: undefined }
  const sorted = (weight === 0 ? [...signers] : [...signers, own]).sort((a, b) => (a.key < b.key ? -1 : 1))
  return (weight === 0 ? [...sorted, own] : sorted).map((signer) => ({
    weight: signer.weight,
    key: signer.key,
    type: SIGNER_TYPES[signer.key.charAt(0)],
    sponsor: signer.sponsor,
  }))
}
