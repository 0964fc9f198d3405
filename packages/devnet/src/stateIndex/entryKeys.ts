import type { AccountEntry, AssetId, ClaimableBalanceEntry, Entry, OfferEntry } from '../ledger/entries.ts'

/** The keys of groups of accounts, of pools and of assets. */
export const keyFor = {
  signer: (key: string): string => `signer/${key}`,
  sponsor: (accountId: string): string => `sponsor/${accountId}`,
  asset: (asset: AssetId): string => `asset/${asset}`,
  pool: (poolId: string): string => `pool/${poolId}`,
  code: (code: string): string => `code/${code}`,
  issuer: (accountId: string): string => `issuer/${accountId}`,
}

/** What offers are asked for by, the seller aside. What is given has to hold all together. */
export type OfferCriteria = {
  readonly sponsor?: string | undefined
  readonly selling?: AssetId | undefined
  readonly buying?: AssetId | undefined
}

/** What claimable balances are asked for by. What is given has to hold all together. */
export type BalanceCriteria = {
  readonly asset?: AssetId | undefined
  readonly sponsor?: string | undefined
  readonly claimant?: string | undefined
}

/** The key of the offers that meet some criteria. */
export function offerKey({ sponsor = '', selling = '', buying = '' }: OfferCriteria): string {
  return `${sponsor}/${selling}/${buying}`
}

/** The key of the claimable balances that meet some criteria: without any, all of them. */
export function balanceKey({ asset = '', sponsor = '', claimant = '' }: BalanceCriteria): string {
  return `${asset}/${sponsor}/${claimant}`
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

/** Every choice of criteria that an offer meets has a group of its own, so that no question has to pick among the answers of another. */
export function offerKeys({ selling, buying, sponsor }: OfferEntry): readonly string[] {
  const alone = [offerKey({ selling }), offerKey({ buying }), offerKey({ selling, buying })]
  if (typeof sponsor !== 'string') return alone
  const sponsored = [{}, { selling }, { buying }, { selling, buying }].map((pair) => offerKey({ sponsor, ...pair }))
  return [...alone, ...sponsored]
}

/** As for offers. */
export function balanceKeys({ asset, sponsor, claimants }: ClaimableBalanceEntry): readonly string[] {
  const sponsors = typeof sponsor === 'string' ? [undefined, sponsor] : [undefined]
  const everyone = [undefined, ...new Set(claimants.map(({ accountId }) => accountId))]
  return everyone.flatMap((claimant) =>
    sponsors.flatMap((by) => [balanceKey({ claimant, sponsor: by }), balanceKey({ claimant, sponsor: by, asset })]),
  )
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
