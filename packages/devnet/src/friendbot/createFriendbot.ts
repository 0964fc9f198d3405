import {
  ClosedError,
  formatAmount,
  InvalidOptionError,
  isAccountId,
  MAX_STROOPS,
  STROOPS_PER_UNIT,
  type Stroops,
} from '@sdex/primitives'
import { type Keypair, Operation } from '@stellar/stellar-sdk'
import type { Network } from '../createNetwork.ts'
import type { TransactionRow } from '../history/rows.ts'
import { PATIENCE_LEDGERS } from '../mempool/queueLimits.ts'
import { MAX_OPERATIONS, signTransaction } from '../transactions/signTransaction.ts'
import { FundingError } from './errors.ts'

/** Creates accounts out of the lumens of an account of its own, by transactions like anyone's. */
export type Friendbot = {
  /**
   * Creates an account with the next ledger.
   *
   * @returns The transaction that did it.
   * @throws InvalidOptionError for what is no account id, or no amount that a ledger could hold.
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

/** Requests that may wait; more are refused. */
const MAX_WAITING = 10_000
/** Bid per operation: high enough to be in every ledger. */
const BID = 10_000n

/** Makes a friendbot that pays from an account of the network. */
export function createFriendbot(network: Network, keypair: Keypair): Friendbot {
  let waiting: Funding[] = []
  let batch: Batch | undefined

  const fund = (accountId: string, amount: Stroops): Promise<TransactionRow> =>
    new Promise((resolve, reject) => {
      checkFunding(accountId, amount)
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
  network: Network,
  { keypair, fundings }: { readonly keypair: Keypair; readonly fundings: readonly Funding[] },
): string {
  const ledger = { passphrase: network.passphrase, account: (id: string) => network.state.account(id) }
  const operations = fundings.map(({ accountId, amount }) =>
    Operation.createAccount({ destination: accountId, startingBalance: formatAmount(amount) }),
  )
  return signTransaction(ledger, { keypair, operations, bid: BID })
}

/** What no operation can be made of must not get into a batch, where it would fail the others. */
function checkFunding(accountId: string, amount: Stroops): void {
  if (typeof accountId !== 'string' || !isAccountId(accountId)) {
    throw new InvalidOptionError({
      message: 'accountId is no account id.',
      remedy: 'Give the 56 characters that begin with G.',
      input: accountId,
    })
  }
  if (typeof amount === 'bigint' && amount >= 0n && amount <= MAX_STROOPS) return
  throw new InvalidOptionError({
    message: `amount ${String(amount)} is not possible.`,
    remedy: `Give stroops as a bigint, from 0 to ${MAX_STROOPS}.`,
    input: amount,
  })
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
