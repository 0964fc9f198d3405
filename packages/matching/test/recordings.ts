import { readFileSync } from 'node:fs'

/** An operation that a real stellar-core applied (protocols 18 and 19), with the books and pools that it met. Amounts are stroops. */
export type Recording = { readonly scenario: string } & (
  | (PathRecording & { readonly type: 'strictSend' })
  | (PathRecording & { readonly type: 'strictReceive' })
  | OrderRecording
  | DepositRecording
  | WithdrawRecording
)
export type RecordedOffer = readonly [id: string, n: number, d: number, amount: string]
export type Claim = readonly [venue: string, sold: string, bought: string]
export type PathRecording = {
  readonly route: readonly string[]
  readonly amount: string
  readonly limit: string
  readonly own: readonly string[]
  /** By 'selling/buying', best first. */
  readonly books: Readonly<Record<string, readonly RecordedOffer[]>>
  /** By 'assetA/assetB'. */
  readonly pools: Readonly<Record<string, readonly [reserveA: string, reserveB: string]>>
  readonly claims?: readonly Claim[]
  readonly failure?: 'TooFewOffers' | 'OfferCrossSelf' | 'OverSendmax' | 'UnderDestmin'
}
type OrderRecording = {
  readonly type: 'order'
  readonly own: readonly string[]
  readonly price: readonly [n: number, d: number]
  readonly passive: boolean
  readonly maxSheepSend: string
  readonly maxWheatReceive: string
  readonly book: readonly RecordedOffer[]
  readonly claims: readonly Claim[]
  /** What the last offer claimed still sells. */
  readonly left: string
}
export type PoolAmounts = readonly [reserveA: string, reserveB: string, totalShares: string]
type DepositRecording = {
  readonly type: 'deposit'
  readonly pool: PoolAmounts
  readonly max: readonly [string, string]
  readonly minPrice: readonly [n: number, d: number]
  readonly maxPrice: readonly [n: number, d: number]
  readonly after: PoolAmounts
}
type WithdrawRecording = {
  readonly type: 'withdraw'
  readonly pool: PoolAmounts
  readonly shares: string
  readonly min: readonly [string, string]
  readonly after: PoolAmounts
}

/** Those in `recordings.jsonl`, one a line. */
export const recordings: readonly Recording[] = readFileSync(new URL('./recordings.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
