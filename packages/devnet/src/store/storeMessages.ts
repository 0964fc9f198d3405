/** What the store's thread is told. Blobs are values in Node's own serialization. */
export type StoreRequest =
  | { readonly type: 'open'; readonly file: string; readonly identity: string }
  | { readonly type: 'append'; readonly ledger: StoredLedger; readonly keptFrom: number }
  /** Everything goes; what follows takes its place, and becomes visible with `end`. */
  | { readonly type: 'begin' }
  | { readonly type: 'fill'; readonly part: StoredPart }
  | { readonly type: 'end' }
  | { readonly type: 'close' }

/** A closed ledger: its history, and the entries that it changed, `undefined` for those that are gone. */
export type StoredLedger = StoredPart & { readonly removed: readonly string[] }

/** Some of what is stored. */
export type StoredPart = {
  readonly histories: readonly { readonly sequence: number; readonly blob: Uint8Array }[]
  readonly entries: readonly { readonly key: string; readonly blob: Uint8Array }[]
  readonly assets: readonly { readonly rank: number; readonly asset: string }[]
}

/** What the thread says: parts of what was stored, then that it is open; and that a request was done, in order. */
export type StoreReply =
  | { readonly type: 'part'; readonly part: StoredPart }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly reason: StoreFailure; readonly message: string }

/** `damaged`: what the file says makes no sense; `disk`: it cannot be read or written as it is. */
export type StoreFailure = 'locked' | 'version' | 'identity' | 'damaged' | 'disk'
