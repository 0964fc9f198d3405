import { SdexError } from '@sdex/primitives'
import { FeeBumpTransaction, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk/base'
import type { HorizonClient } from '../types/client.ts'
import { accountOf } from './readEnvelope.ts'

/** A destination takes payments with a memo only (SEP-29), and the transaction has none. Nothing was sent. */
export class MemoRequiredError extends SdexError {
  readonly code = 'SDEX_MEMO_REQUIRED'
  readonly retryable = false
}

/** The entry by which an account asks for memos, and its value "1". */
const [ENTRY, REQUIRED] = ['config.memo_required', 0x31]
const DESTINATION_OPERATIONS = new Set(['payment', 'pathPaymentStrictReceive', 'pathPaymentStrictSend', 'accountMerge'])

/**
 * Makes sure that a transaction without a memo pays nobody who asks for one, as exchanges do whose customers share an account.
 * Muxed destinations name the customer themselves, and payments to oneself need none.
 *
 * @throws {@link MemoRequiredError} naming the destination.
 */
export async function checkMemoRequired(
  { accountData }: Pick<HorizonClient, 'accountData'>,
  { envelopeXdr, passphrase }: { readonly envelopeXdr: string; readonly passphrase: string },
  signal: AbortSignal,
): Promise<void> {
  const outer = TransactionBuilder.fromXdr(envelopeXdr, passphrase)
  const transaction: Transaction = outer instanceof FeeBumpTransaction ? outer.innerTransaction : outer
  if (transaction.memo.type !== 'none') return
  for (const destination of destinationsOf(transaction)) {
    const { value: entry } = await accountData(destination, ENTRY, { signal, priority: 'submission' })
    if (entry !== undefined && entry.value.length === 1 && entry.value[0] === REQUIRED) throw memoRequired(destination)
  }
}

function destinationsOf({ operations, source }: Transaction): ReadonlySet<string> {
  const destinations = operations.flatMap((operation): string[] => {
    if (!DESTINATION_OPERATIONS.has(operation.type) || !('destination' in operation)) return []
    const { destination } = operation
    const isOwn = destination === accountOf(operation.source ?? source)
    return typeof destination === 'string' && destination.startsWith('G') && !isOwn ? [destination] : []
  })
  return new Set(destinations)
}

function memoRequired(destination: string): MemoRequiredError {
  return new MemoRequiredError({
    message: `The account ${destination} takes payments with a memo only (SEP-29).`,
    remedy: 'Add the memo that its owner gave, or pay to a muxed address of it.',
    input: destination,
  })
}
