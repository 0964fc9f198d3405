import type { Ratio, Status, Stroops } from '@sdex/primitives'
import type { Decision } from '../strategy/decide.ts'
import type { Change, LedgerView, Side } from '../strategy/types.ts'

/** An own trade, in the pair's terms. */
export type BotFill = {
  readonly side: Side
  readonly baseAmount: Stroops
  readonly price: Ratio
  readonly offerId: bigint
  readonly atMs: number
}

/** How a transaction ended. */
export type Settled = {
  readonly status: 'applied' | 'failed' | 'rejected' | 'expired' | 'unknown'
  readonly hash: string
  readonly ledger: number | undefined
  readonly elapsedMs: number
  /** Why, for all but `applied`. */
  readonly reason: string | undefined
}

/** Everything that the bot tells whoever watches; the log writes one line for each, the screen shows their sum. */
export type BotEvent =
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'ledger'; readonly view: LedgerView; readonly decision: Decision | undefined }
  | { readonly type: 'status'; readonly status: Status }
  | { readonly type: 'sent'; readonly changes: readonly Change[] }
  | { readonly type: 'settled'; readonly settled: Settled }
  | { readonly type: 'fill'; readonly fill: BotFill }
  | { readonly type: 'stopping'; readonly reason: string }
