import { AbortedError, type Stroops } from '@sdex/primitives'
import type { Keypair, xdr } from '@stellar/stellar-sdk'
import type { Devnet } from '../devnet.ts'
import { FundingError } from '../friendbot/errors.ts'
import { MAX_OPERATIONS, signTransaction } from '../transactions/signTransaction.ts'

/** What ends setting up between two ledgers. */
type Cancel = { readonly signal?: AbortSignal | undefined }

type Fund = { readonly accountId: string; readonly amount: Stroops }

/**
 * Creates accounts, and closes the ledgers that it takes: friendbot puts a hundred into one.
 *
 * @throws AbortedError once the signal fires; what was created stays.
 */
export async function fundAll(net: Devnet, funds: readonly Fund[], { signal }: Cancel = {}): Promise<void> {
  for (let first = 0; first < funds.length; first += MAX_OPERATIONS) {
    await giveWay(signal)
    const funded = Promise.all(funds.slice(first, first + MAX_OPERATIONS).map((fund) => net.fund(fund)))
    await Promise.all([funded, net.closeLedger()])
  }
}

type Transaction = { readonly keypair: Keypair; readonly operations: readonly xdr.Operation[] }

/**
 * One transaction an account, all in one ledger, which is closed.
 *
 * @throws AbortedError when the signal has fired.
 */
export async function transactAll(
  net: Devnet,
  transactions: readonly Transaction[],
  { signal }: Cancel = {},
): Promise<void> {
  await giveWay(signal)
  const submissions = transactions.map(({ keypair, operations }) =>
    net.submit(signTransaction(net, { keypair, operations })),
  )
  const closed = await net.closeLedger()
  const byHash = new Map(closed.transactions.map((transaction) => [transaction.hash, transaction]))
  for (const submission of submissions) {
    const applied = byHash.get(submission.hash)
    if (applied?.isSuccessful === true) continue
    throw new FundingError({
      message: `A transaction that sets the market up ended as ${submission.status} ${applied?.resultXdr ?? ''}.`,
      remedy: 'Start with a fresh network, or choose another seed.',
    })
  }
}

/**
 * Lets whoever waits have his turn: requests, and what fires the signal.
 *
 * @throws AbortedError when the signal has fired.
 */
export async function giveWay(signal: AbortSignal | undefined): Promise<void> {
  await new Promise(setImmediate)
  if (signal?.aborted !== true) return
  throw new AbortedError({
    message: 'Setting up was aborted.',
    remedy: 'Start with a fresh network, or another seed, or resume: what was created is there.',
    cause: signal.reason,
  })
}
