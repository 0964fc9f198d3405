/** A recorded scenario, one JSON object a line. Hashes are hex, XDR is base64, 64-bit numbers are text. */
export type Scenario = {
  readonly name: string
  readonly passphrase: string
  /** As of `start`. What older recordings leave out is 0. */
  readonly header: {
    readonly ledgerSeq: number
    readonly idPool: string
    readonly baseFee: number
    readonly baseReserve: number
    readonly ledgerVersion: number
    readonly closeTime?: string
    readonly maxTxSetSize?: number
    readonly feePool?: string
  }
  readonly start: EntryLists
  readonly ledgers: readonly RecordedLedger[]
  readonly rejected?: readonly Rejection[]
  readonly unapplied?: readonly { readonly envelope: string; readonly order: number; readonly afterLedger: number }[]
  /** Absent where it was taken out, to see that a replay computes it. */
  readonly end?: EntryLists
  readonly endIdPool?: string
  readonly endFeePool?: string
}

export type RecordedLedger = {
  readonly ledgerSeq: number
  readonly closeTime: string
  /** In the order of application. */
  readonly txs: readonly RecordedTransaction[]
}

export type RecordedTransaction = {
  readonly hash: string
  readonly envelope: string
  readonly result?: string
  readonly order?: number
  /** The last closed ledger when it was submitted, where that is not the one before. */
  readonly afterLedger?: number
}

/** A transaction that was refused when it was submitted, after a ledger closed. */
export type Rejection = {
  readonly afterLedger: number
  readonly order?: number
  readonly status?: string
  readonly envelope: string
  readonly result?: string
  /** Set where the server's clock, not the ledger, explains the refusal. */
  readonly clock?: unknown
}

/** Entries as SEP-51 JSON of their XDR. The sponsors stand apart, by key. */
export type EntryLists = {
  readonly accounts: readonly Json[]
  readonly trustlines: readonly Json[]
  readonly offers: readonly Json[]
  readonly pools: readonly Json[]
  readonly data?: readonly Json[]
  readonly claimableBalances?: readonly Json[]
  readonly sponsorships?: readonly { readonly key: Json; readonly sponsor: string }[]
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
