import type { Stroops } from '@sdex/primitives'

/** A closed ledger. */
export type Ledger = {
  readonly sequence: number
  readonly hash: string
  readonly previousHash: string
  /** Milliseconds since 1970. */
  readonly closedAtMs: number
  /** Stroops per operation. */
  readonly baseFee: Stroops
  /** Stroops that each entry of an account locks. */
  readonly baseReserve: Stroops
  readonly protocolVersion: number
  readonly pagingToken: string
  readonly successfulTransactionCount: number
  readonly failedTransactionCount: number
  readonly operationCount: number
  readonly maxTransactionSetSize: number
}
