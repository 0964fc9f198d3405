import type { StoreFailure, StoreReply } from './storeMessages.ts'

/** What the store itself has against a file. */
export class Refusal extends Error {
  readonly reason: StoreFailure

  constructor(reason: StoreFailure, message: string) {
    super(message)
    this.reason = reason
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const [SQLITE_ERROR, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CORRUPT, SQLITE_NOTADB] = [1, 5, 6, 11, 26]

/** Tells damage from a disk that is full or cannot be written: only what is damaged may be deleted. */
export function failureOf(error: unknown): Extract<StoreReply, { type: 'failed' }> {
  if (error instanceof Refusal) return { type: 'failed', reason: error.reason, message: error.message }
  return { type: 'failed', reason: reasonOf(error), message: error instanceof Error ? error.message : String(error) }
}

function reasonOf(error: unknown): StoreFailure {
  const { errcode = 0 } = error as { readonly errcode?: number }
  switch (errcode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return 'locked'
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: // a table that should be there is not
      return 'damaged'
    default:
      return 'disk' // FULL, IOERR, READONLY, CANTOPEN and the like
  }
}
