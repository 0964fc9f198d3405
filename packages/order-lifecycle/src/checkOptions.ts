import { InvalidOptionError, isAccountId, isSdexError } from '@sdex/primitives'
import { positionOf } from './fill.ts'
import type { OrdersOptions } from './ordersOptions.ts'

/** Two ledgers: stellar-core queues nothing that has less time left (`getUpperBoundCloseTimeOffset`). */
const MIN_VALID_FOR_MS = 10_000
/** The network's minimum for an operation, in stroops. */
const MIN_FEE = 100n
/** A transaction's fee has 32 bits, and 100 operations. */
const MAX_FEE = (2n ** 32n - 1n) / 100n

type Checked = Pick<OrdersOptions, 'signer' | 'networkPassphrase' | 'fillsAfter'> & {
  readonly validForMs: number
  readonly maxFeePerOperation: bigint
  readonly maxQueued: number
}

/**
 * Tests options, defaults filled in.
 *
 * @throws `InvalidOptionError` that names the first wrong one.
 */
export function checkOptions(options: Checked): void {
  const { signer, networkPassphrase, validForMs, maxFeePerOperation, maxQueued, fillsAfter } = options
  if (!isAccountId(signer.publicKey)) {
    throw invalid('signer.publicKey is no account id.', 'Pass a signer of one account.', signer.publicKey)
  }
  if (typeof networkPassphrase !== 'string' || networkPassphrase === '') {
    throw invalid('networkPassphrase is missing.', 'Pass the passphrase that the server tells.', networkPassphrase)
  }
  if (!(validForMs >= MIN_VALID_FOR_MS && validForMs <= Number.MAX_SAFE_INTEGER / 2)) {
    throw invalid(`validForMs is ${validForMs}.`, 'Pass at least 10000, two ledgers; 30000 is usual.', validForMs)
  }
  const fee: unknown = maxFeePerOperation
  if (typeof fee !== 'bigint' || fee < MIN_FEE || fee > MAX_FEE) {
    throw invalid(`maxFeePerOperation is ${String(fee)}.`, `Pass from ${MIN_FEE}n to ${MAX_FEE}n stroops.`, fee)
  }
  if (!Number.isInteger(maxQueued) || maxQueued < 0) {
    throw invalid(`maxQueued is ${maxQueued}.`, 'Pass a whole number from 0 on.', maxQueued)
  }
  if (fillsAfter !== undefined) checkCursor(fillsAfter)
}

function checkCursor(cursor: string): void {
  try {
    positionOf(cursor)
  } catch (cause) {
    throw invalid('fillsAfter is no cursor.', "Pass a fill's cursor, as it was.", cursor, cause)
  }
}

function invalid(message: string, remedy: string, input: unknown, cause?: unknown): InvalidOptionError {
  return new InvalidOptionError({ message, remedy, input, cause: isSdexError(cause) ? cause : undefined })
}
