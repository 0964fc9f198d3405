import type { Query } from '../baseUrl.ts'
import type { RequestPriority } from '../types/requests.ts'

/** What a stream is of. Made anew for each subscription of it, so it may keep state. */
export type StreamSpec<Item> = {
  readonly path: string
  /** Without the cursor. */
  readonly query: Query
  readonly priority: RequestPriority
  /** Records have places in history and are resumed behind the last one; snapshots are of the moment, and each connection begins with one. */
  readonly kind: 'records' | 'snapshots'
  /** Whether each ledger brings a record. @defaultValue false */
  readonly bringsEachLedger?: boolean | undefined
  /** Reads a record's JSON. What it throws ends the connection; the next one resumes before this record. */
  read(json: unknown): Item
  /** Reads a record at once where it has the form that Horizon gives it; `undefined`: by `read`. */
  scan?(json: Uint8Array): Item | undefined
  /** What a snapshot says; one that says the same as the one before is left out. The view need not hold. @defaultValue none is left out */
  bytesOf?(item: Item): Uint8Array
  /** Before each connection of records: tells where to begin, having emitted what has to be asked for. What it throws is a fault like others. */
  prepare?(resume: Resume<Item>): Promise<string>
}

/** How far a stream has come. */
export type Resume<Item> = {
  /** Of the last record emitted. */
  readonly cursor: string | undefined
  /** Whether the connection before went well: it brought records, and the server ended it by goodbye. */
  readonly wentWell: boolean
  readonly signal: AbortSignal
  /** Emits a record that was read by request. */
  emit(id: string, data: Item): void
}
