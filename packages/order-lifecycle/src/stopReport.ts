import type { OpenOrder, PendingTransaction } from './ordersState.ts'
import type { Settlement } from './settlement.ts'

/** What a stop has reached. `cancels` are the transactions that it sent. */
export type StopReport = { readonly cancels: readonly Settlement[] } & (
  | {
      readonly status: 'flat'
      /** At this ledger no offer was left, and nothing that was sent before can be applied any more. */
      readonly ledger: number
    }
  | {
      readonly status: 'unproved'
      /** In a sentence. */
      readonly reason: string
      /** What may still be open, as last read; `undefined` when no ledger was read. */
      readonly open: { readonly ledger: number; readonly offers: readonly OpenOrder[] } | undefined
      /** What may still be applied, until its `validUntilMs`. */
      readonly pending: PendingTransaction | undefined
      /** Until then a transaction that a server refused could still be applied, if the refusal was no lasting one; ms since 1970. */
      readonly refusedUntilMs: number | undefined
    }
)
