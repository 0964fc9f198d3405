import type { AccountEntry, AssetId, ClaimableBalanceEntry, Entry, OfferEntry } from '../ledger/entries.ts'

/** The keys of groups. */
export const keyFor = {
  signer: (key: string): string => `signer/${key}`,
  sponsor: (accountId: string): string => `sponsor/${accountId}`,
  asset: (asset: AssetId): string => `asset/${asset}`,
  pool: (poolId: string): string => `pool/${poolId}`,
  selling: (asset: AssetId): string => `selling/${asset}`,
  buying: (asset: AssetId): string => `buying/${asset}`,
  pair: (selling: AssetId, buying: AssetId): string => `pair/${selling}/${buying}`,
  claimant: (accountId: string): string => `claimant/${accountId}`,
  code: (code: string): string => `code/${code}`,
  issuer: (accountId: string): string => `issuer/${accountId}`,
  all: 'all',
}

/** The place of a claimable balance among all: those that changed last come last. */
export type BalancePlace = { readonly ledger: number; readonly id: string }

/** Whether an entry is found as before: most changes are of amounts, which leave it where it is. */
export function hasSameKeys(before: Entry, after: Entry): boolean {
  if (before.sponsor !== after.sponsor) return false
  if (before.type === 'account' && after.type === 'account') return before.signers === after.signers
  if (before.type === 'offer' && after.type === 'offer') {
    return before.selling === after.selling && before.buying === after.buying
  }
  return before.type !== 'claimableBalance' // its place is that of its last change
}

/** Its own key is not among them: that signs for every account, unless it was given no weight. */
export function accountKeys(account: AccountEntry): readonly string[] {
  const { signers } = account
  return [
    ...signers.map(({ key }) => keyFor.signer(key)),
    ...signers.flatMap(({ sponsor }) => sponsorKeys({ sponsor })),
    ...sponsorKeys(account),
  ]
}

/** What it trades, each way to ask for that, and who pays for it. */
export function offerKeys(offer: OfferEntry): readonly string[] {
  const { selling, buying } = offer
  return [keyFor.selling(selling), keyFor.buying(buying), keyFor.pair(selling, buying), ...sponsorKeys(offer)]
}

export function balanceKeys(balance: ClaimableBalanceEntry): readonly string[] {
  const claimants = new Set(balance.claimants.map(({ accountId }) => keyFor.claimant(accountId)))
  return [keyFor.all, keyFor.asset(balance.asset), ...claimants, ...sponsorKeys(balance)]
}

export function placeOf({ lastModifiedLedger: ledger, id }: ClaimableBalanceEntry): BalancePlace {
  return { ledger, id }
}

/** Nobody pays for an entry that has no sponsor, or has none any longer. */
export function sponsorKeys({ sponsor }: Pick<Entry, 'sponsor'>): readonly string[] {
  return typeof sponsor === 'string' ? [keyFor.sponsor(sponsor)] : []
}

export function assetKeys(asset: AssetId): readonly string[] {
  const [code = '', issuer = ''] = asset.split(':')
  return [keyFor.code(code), keyFor.issuer(issuer)]
}
