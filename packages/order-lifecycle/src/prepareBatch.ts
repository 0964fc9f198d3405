import type { Stroops } from '@sdex/primitives'
import { buildOperations } from './buildOperations.ts'
import { maxTimeOf, type SignedTransaction, signTransaction } from './buildTransaction.ts'
import type { Progress } from './createProgress.ts'
import type { OrderChange } from './orderChange.ts'
import type { AccountLedger, OrdersSource, Signer } from './ports.ts'
import { viewWhere } from './viewWhere.ts'

/** Decides what to change when its turn comes; nothing when there is nothing left to do. */
export type BuildBatch = (view: AccountLedger) => readonly OrderChange[]

/** A batch that can be sent. */
export type PreparedBatch = SignedTransaction & {
  readonly changes: readonly OrderChange[]
  /** The ledger that it was built upon. */
  readonly ledger: number
}

/** What {@link prepareBatch} works with. */
export type PrepareContext = {
  readonly signer: Signer
  readonly source: OrdersSource
  readonly progress: Progress
  readonly networkPassphrase: string
  readonly validForMs: number
  readonly maxFeePerOperation: Stroops
}

/**
 * Waits for a ledger that has everything proved so far, builds the batch upon it and has it signed.
 *
 * @returns `undefined` when the batch turns out to be empty.
 */
export async function prepareBatch(
  context: PrepareContext,
  build: BuildBatch,
  signal: AbortSignal,
): Promise<PreparedBatch | undefined> {
  const { signer, source, progress, networkPassphrase, validForMs, maxFeePerOperation } = context
  const view = await viewWhere(source.account$, progress.isRecent, signal)
  const changes = build(view)
  if (changes.length === 0) return undefined
  const draft = {
    accountId: signer.publicKey,
    networkPassphrase,
    sequence: progress.nextSequence(view),
    operations: buildOperations(changes, view.offers),
    maxFeePerOperation,
    maxTime: maxTimeOf(view.closedAtMs, validForMs),
  }
  return { ...(await signTransaction(draft, signer)), changes, ledger: view.ledger }
}
