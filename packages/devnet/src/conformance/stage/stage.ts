import type { Asset } from '@stellar/stellar-sdk'
import type { JsonObject } from '../json.ts'
import type { Party } from '../party.ts'

/** Who is on the stage. */
export const PARTY_NAMES = [
  'issuer', // of USD and EUR
  'regulator', // of REG, which needs authorization and can be clawed back
  'holder', // of REG, authorized
  'ward', // holds REG, and is not authorized any more
  'maker', // of the offers in USD/XLM and USD/EUR
  'taker', // who crosses them
  'provider', // of the pool XLM/EUR
  'payer', // of fees, and claimant
  'sponsor',
  'vault', // whose master key has no weight
  'leaver', // merged into the payer
  'fresh', // without a transaction of its own
] as const
export type PartyName = (typeof PARTY_NAMES)[number]

/** What the cards' own transactions have put on the ledger. */
export type Stage = {
  readonly passphrase: string
  readonly parties: Readonly<Record<PartyName, Party>>
  /** Created by the sponsor, with everything it owns sponsored. */
  readonly newbie: Party
  readonly usd: Asset
  readonly eur: Asset
  readonly reg: Asset
  /** Ids of the maker's offers, in the order of {@link MAKER_OFFERS}. */
  readonly offerIds: readonly string[]
  /** Of XLM/EUR. */
  readonly poolId: string
  /** Claimable by payer, or later by maker. */
  readonly balanceId: string
  /** Records as their submission answered them. */
  readonly transactions: Readonly<Record<TransactionName, JsonObject>>
  /** Hashes that the record does not show. */
  readonly hashes: { readonly inner: string; readonly outer: string; readonly failed: string }
}

export type TransactionName =
  | 'making'
  | 'trades'
  | 'pool'
  | 'balances'
  | 'claim'
  | 'sponsoring'
  | 'revoking'
  | 'regulating'
  | 'merge'
  | 'text'
  | 'id'
  | 'hash'
  | 'return'
  | 'bounded'
  | 'bumped'
  | 'muxed'
  | 'plain'

/** The maker's offers: what it sells for what, how much, at which fraction. */
export const MAKER_OFFERS = [
  { selling: 'usd', buying: 'xlm', amount: '100', price: { n: 2, d: 1 } }, // taken whole
  { selling: 'usd', buying: 'xlm', amount: '10', price: { n: 4, d: 2 } }, // 5 left, and the fraction is not reduced
  { selling: 'usd', buying: 'xlm', amount: '8', price: { n: 2, d: 1 } }, // the same level
  { selling: 'usd', buying: 'xlm', amount: '20', price: { n: 10, d: 4 } },
  { selling: 'xlm', buying: 'usd', amount: '30', price: { n: 2, d: 3 } }, // a bid at 1.5
  { selling: 'xlm', buying: 'usd', amount: '5', price: { n: 5, d: 1 } }, // a bid at 0.2
  { selling: 'usd', buying: 'eur', amount: '5', price: { n: 1, d: 1 } }, // taken whole by an offer that then rests
] as const

/** The memo of the transaction `text`: letters that Go's encoder escapes, and a byte that is no UTF-8. */
export const TEXT_MEMO: Uint8Array = new Uint8Array([0x3c, 0x26, 0x3e, 0x20, 0xff])

/** The id in the source address of the transaction `muxed`. */
export const MUXED_ID = '77'
