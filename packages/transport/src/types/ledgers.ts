import type { Stroops } from '@sdex/primitives'

/** A closed ledger. */
export type Ledger = {
  readonly sequence: number
  /** 64 hexadecimal digits in lower case. */
  readonly hash: string
  /** Hash of the ledger before; empty for the first one. */
  readonly previousHash: string
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  /** Stroops per operation. */
  readonly baseFee: Stroops
  /** Stroops that each entry of an account locks. */
  readonly baseReserve: Stroops
  readonly protocolVersion: number
  /** Its place in history: a cursor. */
  readonly pagingToken: string
  readonly successfulTransactionCount: number
  readonly failedTransactionCount: number
  /** Of successful transactions. */
  readonly operationCount: number
  /** The most operations that it could take. */
  readonly maxTransactionSetSize: number
}
