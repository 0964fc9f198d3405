import { formatAmount } from '@sdex/primitives'
import {
  type AccountEntry,
  AUTH_CLAWBACK_ENABLED,
  AUTH_IMMUTABLE,
  AUTH_REQUIRED,
  AUTH_REVOCABLE,
  AUTHORIZED,
  AUTHORIZED_TO_MAINTAIN_LIABILITIES,
  type PoolShareEntry,
  TRUSTLINE_CLAWBACK_ENABLED,
  type TrustlineEntry,
} from '../../ledger/entries.ts'
import { pathAccount } from '../apiRequest.ts'
import type { Json, JsonObject } from '../json.ts'
import { link, pageLink } from '../links.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'
import { renderAsset, renderLastModified } from '../values.ts'

export function accountRoutes(data: HorizonData): readonly Route[] {
  return [
    {
      path: '/accounts/{account_id}',
      family: 'state',
      streams: true,
      open: (request) => {
        const id = pathAccount(request)
        return {
          type: 'object',
          read: () => renderAccount(data, request.origin, findAccount(data, id)),
          // Horizon compares the account ids alone, so that its stream never sends an account twice (stellar/go #2854).
          isNews: () => false,
        }
      },
    },
  ]
}

function findAccount({ state }: HorizonData, id: string): AccountEntry {
  const account = state.account(id)
  if (account !== undefined) return account
  throw new ProblemError(notFound)
}

function renderAccount(data: HorizonData, origin: string, account: AccountEntry): JsonObject {
  const [, low, medium, high] = account.thresholds
  const hasSequenceTime = account.sequenceLedger !== 0 && account.sequenceTime !== 0
  const lines = [...data.state.trustlinesOf(account.accountId)].sort(byCodeAndIssuer)
  const shares = data.state.poolSharesOf(account.accountId)
  return {
    _links: accountLinks(origin, account.accountId),
    id: account.accountId,
    account_id: account.accountId,
    sequence: account.sequence.toString(),
    sequence_ledger: hasSequenceTime ? account.sequenceLedger : undefined,
    sequence_time: hasSequenceTime ? account.sequenceTime.toString() : undefined,
    subentry_count: account.subentryCount,
    home_domain: account.homeDomain || undefined,
    ...renderLastModified(data, account.lastModifiedLedger),
    thresholds: { low_threshold: low, med_threshold: medium, high_threshold: high },
    flags: {
      auth_required: (account.flags & AUTH_REQUIRED) !== 0,
      auth_revocable: (account.flags & AUTH_REVOCABLE) !== 0,
      auth_immutable: (account.flags & AUTH_IMMUTABLE) !== 0,
      auth_clawback_enabled: (account.flags & AUTH_CLAWBACK_ENABLED) !== 0,
    },
    balances: [...shares.map(renderPoolShare), ...lines.map(renderTrustline), renderNative(account)],
    signers: renderSigners(account),
    data: Object.fromEntries(data.state.dataOf(account.accountId).map(({ name, value }) => [name, value])),
    num_sponsoring: account.numSponsoring,
    num_sponsored: account.numSponsored,
    sponsor: account.sponsor ?? undefined,
    paging_token: account.accountId,
  }
}

/** `AB` comes before `AB1`, which the colon between code and issuer would turn round. */
function byCodeAndIssuer(a: TrustlineEntry, b: TrustlineEntry): number {
  const [x, y] = [a.asset.replace(':', '\0'), b.asset.replace(':', '\0')]
  return x < y ? -1 : 1
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
