import { AccountNotFoundError, BeforeHistoryError, HorizonResponseError } from '../errors.ts'
import { beforeHistory } from '../streams/historyReach.ts'
import type { SubmissionResult } from '../types/submission.ts'
import type { Transaction } from '../types/transactions.ts'
import { findUser, isSame } from './findUser.ts'
import type { Envelope } from './readEnvelope.ts'
import { decodeResult } from './resultCodes.ts'
import type { ProofReads, SubmissionPort } from './submissionPort.ts'

/**
 * The end that a transaction in a ledger has.
 *
 * @returns `undefined` when it is another one, or its result cannot be decoded: that is not an answer.
 */
export function resultOf(transaction: Transaction, envelope: Envelope): SubmissionResult | undefined {
  const { ledger, resultXdr, successful, feeCharged } = transaction
  const { hash } = envelope
  const decoded = decodeResult(resultXdr)
  if (decoded === undefined || !isSame(transaction, envelope)) return undefined
  if (successful) return { status: 'applied', hash, ledger, feeCharged, resultXdr }
  return { status: 'failed', hash, ledger, feeCharged, resultXdr, codes: decoded.codes }
}

/** Asks by hash. `undefined` proves nothing. */
export async function askByHash(
  port: ProofReads,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<SubmissionResult | undefined> {
  const found = await port.transaction(envelope.hash, { signal, priority: 'submission' })
  return found === undefined ? undefined : resultOf(found, envelope)
}

/**
 * The end of a transaction, once it is proved. With several servers any one that has the transaction in a ledger is believed, and at least half have to prove
 * that it is dead, each for itself: so a server that lies, or lost its history, is outvoted, and one of two may be gone for good.
 *
 * @returns `undefined` while there is no proof, or too few servers give one.
 * @throws BeforeHistoryError when a server dropped the ledgers that would tell, and the others do not make up for it.
 */
export async function prove(
  port: SubmissionPort,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<SubmissionResult | undefined> {
  const first = await proveDead(port, envelope, signal)
  if (first === undefined || isInLedger(first)) return first
  const all: readonly Proof[] = port.serverCount === 1 ? [first] : await proveEach(port, envelope, signal)
  const ends = all.filter((proof) => 'status' in proof)
  const inLedger = ends.find(isInLedger)
  if (inLedger !== undefined) return inLedger
  if (2 * ends.length >= port.serverCount) return ends[0]
  if (first instanceof BeforeHistoryError) throw first
  return undefined
}

/** What each server that answers proves. */
async function proveEach(port: SubmissionPort, envelope: Envelope, signal: AbortSignal): Promise<readonly Proof[]> {
  const proofs = await Promise.allSettled(
    port.eachReads().map(async (reads) => {
      return (await askByHash(reads, envelope, signal)) ?? (await proveDead(reads, envelope, signal))
    }),
  )
  signal.throwIfAborted()
  return proofs.flatMap((proof) => (proof.status === 'fulfilled' ? (proof.value ?? []) : []))
}

/** An end, or why there will be no proof of one. */
type Proof = SubmissionResult | BeforeHistoryError

function isInLedger(proof: Proof): proof is Extract<SubmissionResult, { ledger: number }> {
  return 'ledger' in proof
}

/**
 * Tries to prove that a transaction was not and will not be applied, from an account read at a ledger L of a server:
 *
 * - its sequence number is still unused and L closed after the time bound: expired;
 * - its sequence number is used up and the account's history, which reaches that far, tells by what;
 * - the account is gone, and its history, which reaches to its end, does not have the number: expired once L closed after the time bound.
 *
 * A 404, the local clock and a server that lags prove nothing. Each proof rests on one answer and on facts that are the same on every server, such as a
 * ledger's close time: what two answers say together may be of two servers, also behind one URL.
 *
 * @returns `undefined` while there is no proof; a BeforeHistoryError when the server dropped the ledgers that would tell.
 */
async function proveDead(port: ProofReads, envelope: Envelope, signal: AbortSignal): Promise<Proof | undefined> {
  const read = await readSequence(port, envelope, signal)
  if (read === undefined) return undefined
  if (read.sequence === undefined || read.sequence >= envelope.sequence) {
    const user = await findUser(port, { envelope, usedByLedger: read.usedByLedger, signal })
    if (user === undefined) return undefined
    if (user.type === 'itself') return resultOf(user.transaction, envelope)
    if (user.type === 'another') return usedByAnother(envelope)
    if (user.type === 'beforeHistory') return checkHistory(port, envelope, signal)
  }
  if (envelope.maxTimeMs === undefined) return undefined
  const closedAtMs = await closeOf(port, read.ledger, signal)
  if (closedAtMs === undefined || closedAtMs <= envelope.maxTimeMs) return undefined
  return { status: 'expired', hash: envelope.hash, provenAtLedger: read.ledger }
}

/** All that the server keeps is younger than the time bound: there is nothing to wait for. */
async function checkHistory(
  port: ProofReads,
  { maxTimeMs }: Envelope,
  signal: AbortSignal,
): Promise<BeforeHistoryError | undefined> {
  if (maxTimeMs === undefined) return undefined
  const { historyElderLedger: eldest } = await port.network({ signal, priority: 'submission' })
  const closedAtMs = await closeOf(port, eldest, signal)
  if (closedAtMs !== undefined && closedAtMs > maxTimeMs) return beforeHistory(eldest)
  return undefined
}

/** When a ledger closed; `undefined` where no history has it, as a server's state may run ahead. */
async function closeOf(port: ProofReads, sequence: number, signal: AbortSignal): Promise<number | undefined> {
  try {
    return (await port.ledger(sequence, { signal, priority: 'submission' })).closedAtMs
  } catch (error) {
    if (error instanceof HorizonResponseError && (error.status === 404 || error.status === 410)) return undefined
    throw error
  }
}

/** An account's sequence number at a ledger, and a ledger by which it had got there; both `undefined` for an account that is gone. */
type SequenceReading = {
  readonly ledger: number
  readonly sequence: bigint | undefined
  readonly usedByLedger: number | undefined
}

/**
 * An account that is gone uses no sequence number any more; should it come back, it begins with a higher one. What it used before, as for the very
 * transaction that merged it, its absence does not tell.
 */
async function readSequence(
  port: ProofReads,
  { source }: Envelope,
  signal: AbortSignal,
): Promise<SequenceReading | undefined> {
  try {
    const { ledger, value } = await port.account(source, { signal, priority: 'submission' })
    // An account that never changed its number has the one it was created with, which begins with the ledger's.
    const usedByLedger = value.sequenceLedger ?? Number(value.sequence >> 32n)
    return { ledger, sequence: value.sequence, usedByLedger }
  } catch (error) {
    if (!(error instanceof AccountNotFoundError)) throw error
    return error.ledger === undefined
      ? undefined
      : { ledger: error.ledger, sequence: undefined, usedByLedger: undefined }
  }
}

function usedByAnother({ hash }: Envelope): SubmissionResult {
  return { status: 'rejected', hash, codes: { transaction: 'tx_bad_seq', operations: [] } }
}
