import { type Clock, sleep } from '@sdex/primitives'
import type { Decoded, Network, Submission } from '../../createNetwork.ts'
import type { SubmissionFates } from '../../faults/submissionFates.ts'
import type { TransactionRow } from '../../history/rows.ts'
import {
  ProblemError,
  timedOut,
  transactionFailed,
  transactionMalformed,
  transactionSubmissionTimeout,
} from '../problem.ts'
import { halReply, type Reply } from '../reply.ts'
import { resultCodes } from '../resultCodes.ts'
import type { Command, CommandRequest } from '../route.ts'
import type { Settlements } from '../settlements.ts'
import type { SubmissionFate } from '../tampering.ts'
import { renderTransaction } from '../transactionBody.ts'

export type SubmissionOptions = {
  readonly network: Network
  readonly settlements: Settlements
  readonly clock: Clock
  /** Time that every submission takes on its way to the queue. It gets there also when the client has left. */
  readonly delayMs: number
  /** Where faults lead transactions. */
  readonly fates: SubmissionFates
  /** Fires when the network is closed; what is on its way then is lost. */
  readonly closing: AbortSignal
}

const ASYNC_STATUS: Readonly<Record<Submission['status'], number>> = {
  PENDING: 201,
  DUPLICATE: 409,
  TRY_AGAIN_LATER: 503,
  ERROR: 400,
}

export function submissionCommands(options: SubmissionOptions): readonly Command[] {
  return [
    { path: '/transactions', methods: ['POST'], run: (request) => submitAndWait(options, request) },
    { path: '/transactions_async', methods: ['POST'], run: (request) => submitAtOnce(options, request) },
  ]
}

/**
 * Submits and answers with what the ledger made of it. Known hashes are looked up first, so the same bytes may come again. TRY_AGAIN_LATER is
 * not told: as in Horizon, the request waits for the hash until it times out.
 */
async function submitAndWait(options: SubmissionOptions, request: CommandRequest): Promise<Reply> {
  const { network, settlements } = options
  const envelopeXdr = request.fields.get('tx') ?? ''
  const transaction = network.decode(envelopeXdr)
  if (transaction === undefined) throw malformed(envelopeXdr, {})
  await delay(options)
  const known = network.history.transaction(transaction.hash)
  if (known !== undefined) return settledReply(request, known)
  const extras = { hash: transaction.hash, envelope_xdr: envelopeXdr }
  const isLate = meetFate(options, transaction, request.fate)
  if (isLate) throw new ProblemError({ ...transactionSubmissionTimeout, extras })
  const submission = network.submit(transaction)
  if (submission.status === 'ERROR') throw refused(envelopeXdr, submission.resultXdr)
  const row = await settlements.wait(transaction.hash, request.signal)
  if (row !== undefined) return settledReply(request, row)
  throw new ProblemError({ ...transactionSubmissionTimeout, extras })
}

/** Does with a transaction what a fault has in store for it, and says whether its client is told that time ran out. */
function meetFate({ fates }: SubmissionOptions, transaction: Decoded, fate: SubmissionFate | undefined): boolean {
  if (fate === undefined) return false
  if (fate.type === 'acceptedAndDropped') fates.withhold(transaction)
  if (fate.type === 'timeoutThenApplied') fates.submitLater(transaction, fate.delayLedgers)
  return fate.type !== 'acceptedAndDropped'
}

/** Submits and answers with what the queue said. */
async function submitAtOnce(options: SubmissionOptions, request: CommandRequest): Promise<Reply> {
  const { network } = options
  const envelopeXdr = request.fields.get('tx') ?? ''
  const transaction = network.decode(envelopeXdr)
  if (transaction === undefined) throw malformed(envelopeXdr, { error: {} })
  await delay(options)
  if (meetFate(options, transaction, request.fate)) throw new ProblemError(timedOut)
  const submission = network.submit(transaction)
  const body = {
    error_result_xdr: submission.status === 'ERROR' ? submission.resultXdr : undefined,
    tx_status: submission.status,
    hash: transaction.hash,
  }
  return halReply(body, { status: ASYNC_STATUS[submission.status] })
}

async function delay({ clock, delayMs, closing }: SubmissionOptions): Promise<void> {
  if (delayMs > 0) await sleep(clock, delayMs, closing)
}

function settledReply({ origin, fields }: CommandRequest, row: TransactionRow): Reply {
  if (row.isSuccessful) return halReply(renderTransaction(origin, row))
  throw refused(fields.get('tx') ?? '', row.resultXdr)
}

function malformed(envelopeXdr: string, extras: { readonly error?: Record<string, never> }): ProblemError {
  return new ProblemError({ ...transactionMalformed, extras: { envelope_xdr: envelopeXdr, ...extras } })
}

/** Refused by the queue or failed in the ledger: Horizon answers both alike, and without the hash. */
function refused(envelopeXdr: string, resultXdr: string): ProblemError {
  const extras = { envelope_xdr: envelopeXdr, result_codes: resultCodes(resultXdr), result_xdr: resultXdr }
  return new ProblemError({ ...transactionFailed, extras })
}
