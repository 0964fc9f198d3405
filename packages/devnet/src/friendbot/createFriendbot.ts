import { ClosedError, formatAmount, STROOPS_PER_UNIT, type Stroops } from '@sdex/primitives'
import { Account, type Keypair, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import type { Network } from '../createNetwork.ts'
import type { TransactionRow } from '../history/rows.ts'
import { FundingError } from './errors.ts'

/** Creates accounts out of the lumens of an account of its own, by transactions like anyone's. */
export type Friendbot = {
  /**
   * Creates an account with the next ledger.
   *
   * @returns The transaction that did it.
   * @throws FundingError when it exists already, or cannot be created.
   */
  fund(accountId: string, amount: Stroops): Promise<TransactionRow>
  /** Call before each close: puts what was asked for since the last one into one transaction. */
  submitWaiting(): void
  /** Call after each close. */
  settle(): void
  /** Rejects what is not settled with ClosedError. */
  close(): void
}

type Funding = {
  readonly accountId: string
  readonly amount: Stroops
  readonly resolve: (row: TransactionRow) => void
  readonly reject: (error: Error) => void
}

type Batch = { readonly hash: string; readonly fundings: readonly Funding[]; ledgersLeft: number }

/** What testnet's friendbot gives: 10,000 lumens. */
export const FRIENDBOT_AMOUNT: Stroops = 10_000n * STROOPS_PER_UNIT

const MAX_OPERATIONS = 100
/** Requests that may wait; more are refused. */
const MAX_WAITING = 10_000
/** Bid per operation: high enough to be in every ledger. */
const BID = 10_000
/** A transaction leaves the queue after four ledgers. */
const PATIENCE_LEDGERS = 5

/** Makes a friendbot that pays from an account of the network. */
export function createFriendbot(network: Network, keypair: Keypair): Friendbot {
  let waiting: Funding[] = []
  let batch: Batch | undefined

  const fund = (accountId: string, amount: Stroops): Promise<TransactionRow> =>
    new Promise((resolve, reject) => {
      const isAsked = [...waiting, ...(batch?.fundings ?? [])].some((funding) => funding.accountId === accountId)
      if (isAsked || network.state.account(accountId) !== undefined) reject(alreadyFunded(accountId))
      else if (waiting.length >= MAX_WAITING) reject(tooManyWaiting(accountId))
      else waiting.push({ accountId, amount, resolve, reject })
    })

  const submitWaiting = (): void => {
    if (batch !== undefined || waiting.length === 0) return
    const existing = waiting.filter(({ accountId }) => network.state.account(accountId) !== undefined)
    for (const { accountId, reject } of existing) reject(alreadyFunded(accountId))
    const absent = waiting.filter((funding) => !existing.includes(funding))
    const fundings = absent.slice(0, MAX_OPERATIONS)
    waiting = absent.slice(MAX_OPERATIONS)
    if (fundings.length === 0) return
    const transaction = network.decode(sign(network, { keypair, fundings }))
    if (transaction === undefined) throw new Error('Friendbot made a transaction that cannot be decoded')
    const submission = network.submit(transaction)
    if (submission.status === 'PENDING') batch = { hash: transaction.hash, fundings, ledgersLeft: PATIENCE_LEDGERS }
    else for (const { accountId, reject } of fundings) reject(refused(accountId, submission.status))
  }

  const settle = (): void => {
    if (batch === undefined) return
    const row = network.history.transaction(batch.hash)
    batch.ledgersLeft -= 1
    if (row === undefined && batch.ledgersLeft > 0) return
    const { fundings } = batch
    batch = undefined
    if (row?.isSuccessful === true) for (const { resolve } of fundings) resolve(row)
    else giveBack(fundings, row?.resultXdr ?? 'no ledger took the transaction')
  }
  /** One account that somebody else created fails the whole batch: the others go again, as long as each round finds such a one. */
  const giveBack = (fundings: readonly Funding[], reason: string): void => {
    const absent = fundings.filter(({ accountId }) => network.state.account(accountId) === undefined)
    for (const funding of fundings) if (!absent.includes(funding)) funding.reject(alreadyFunded(funding.accountId))
    if (absent.length < fundings.length) waiting.unshift(...absent)
    else for (const { accountId, reject } of absent) reject(refused(accountId, reason))
  }
  const close = (): void => {
    for (const { reject } of [...waiting, ...(batch?.fundings ?? [])]) reject(closed())
    waiting = []
    batch = undefined
  }
  return { fund, submitWaiting, settle, close }
}

function sign(
  { state, passphrase }: Network,
  { keypair, fundings }: { readonly keypair: Keypair; readonly fundings: readonly Funding[] },
): string {
  const sequence = state.account(keypair.publicKey())?.sequence ?? 0n
  const source = new Account(keypair.publicKey(), sequence.toString())
  const builder = new TransactionBuilder(source, { fee: BID.toString(), networkPassphrase: passphrase })
  for (const { accountId, amount } of fundings) {
    builder.addOperation(Operation.createAccount({ destination: accountId, startingBalance: formatAmount(amount) }))
  }
  const transaction = builder.setTimeout(0).build()
  transaction.sign(keypair)
  return transaction.toXDR()
}

function alreadyFunded(accountId: string): FundingError {
  return new FundingError({
    message: `Account ${accountId} is already funded.`,
    remedy: 'Use it as it is, or choose another key.',
    input: accountId,
  })
}

function tooManyWaiting(accountId: string): FundingError {
  return new FundingError({
    message: `${MAX_WAITING} accounts wait to be funded.`,
    remedy: 'Ask again after some ledgers.',
    input: accountId,
  })
}

function refused(accountId: string, reason: string): FundingError {
  return new FundingError({
    message: `Account ${accountId} was not created: ${reason}.`,
    remedy: 'Check the amount: it must cover the base reserve, and friendbot must own it.',
    input: accountId,
  })
}

function closed(): ClosedError {
  return new ClosedError({ message: 'The network was closed.', remedy: 'Start another one.' })
}
