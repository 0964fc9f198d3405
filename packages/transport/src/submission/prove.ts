import { AccountNotFoundError, HorizonResponseError } from '../errors.ts'
import type { SubmissionResult, Transaction } from '../types.ts'
import type { Envelope } from './readEnvelope.ts'
import { decodeResult } from './resultCodes.ts'
import type { SubmissionPort } from './submissionPort.ts'

/**
 * The end that a transaction in a ledger has.
 *
 * @returns `undefined` when its result cannot be decoded: that is not an answer.
 */
export function resultOf(transaction: Transaction, { hash }: Envelope): SubmissionResult | undefined {
  const { ledger, resultXdr, successful } = transaction
  const decoded = decodeResult(resultXdr)
  if (decoded === undefined) return undefined
  const { feeCharged } = transaction
  if (successful) return { status: 'applied', hash, ledger, feeCharged, resultXdr }
  return { status: 'failed', hash, ledger, feeCharged, resultXdr, codes: decoded.codes }
}

/** Asks by hash. `undefined` proves nothing. */
export async function askByHash(
  port: SubmissionPort,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<SubmissionResult | undefined> {
  const found = await port.transaction(envelope.hash, { signal, priority: 'submission' })
  return found === undefined ? undefined : resultOf(found, envelope)
}

/**
 * Tries to prove that a transaction was not and will not be applied, from an account read at a ledger L of the server:
 *
 * - its sequence number is still unused and L closed after the time bound: expired;
 * - its sequence number is used up and the server's history, which has reached L, does not have the hash: another transaction used it.
 *
 * A 404, the local clock and a server that lags prove nothing.
 *
 * @returns `undefined` while there is no proof.
 */
export async function proveDead(
  port: SubmissionPort,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<SubmissionResult | undefined> {
  const call = { signal, priority: 'submission' } as const
  const read = await readSequence(port, envelope, signal)
  if (read === undefined) return undefined
  const closedAtMs = await closeOf(port, read.ledger, signal)
  if (closedAtMs === undefined) return undefined
  if (read.sequence >= envelope.sequence) {
    const end = await askByHash(port, envelope, signal)
    if (end !== undefined) return end
    const isKnown = (await port.transaction(envelope.hash, call)) !== undefined
    return isKnown ? undefined : usedByAnother(envelope)
  }
  if (envelope.maxTimeMs === undefined || closedAtMs <= envelope.maxTimeMs) return undefined
  return { status: 'expired', hash: envelope.hash, provenAtLedger: read.ledger }
}

/** When a ledger closed; `undefined` while the server's history has not reached it, as its state may run ahead. */
async function closeOf(port: SubmissionPort, sequence: number, signal: AbortSignal): Promise<number | undefined> {
  try {
    return (await port.ledger(sequence, { signal, priority: 'submission' })).closedAtMs
  } catch (error) {
    if (error instanceof HorizonResponseError && error.status === 404) return undefined
    throw error
  }
}

type SequenceReading = { readonly ledger: number; readonly sequence: bigint }

/** An account that is gone has no sequence number, so the newest ledger known before it was asked for stands in for its own. */
async function readSequence(
  port: SubmissionPort,
  { source }: Envelope,
  signal: AbortSignal,
): Promise<SequenceReading | undefined> {
  const call = { signal, priority: 'submission' } as const
  try {
    const { ledger, value } = await port.account(source, call)
    return { ledger, sequence: value.sequence }
  } catch (error) {
    if (!(error instanceof AccountNotFoundError)) throw error
  }
  const [newest] = (await port.ledgers({ ...call, order: 'desc', limit: 1 })).records
  if (newest === undefined) return undefined
  try {
    const { ledger, value } = await port.account(source, call)
    return { ledger, sequence: value.sequence }
  } catch (error) {
    if (error instanceof AccountNotFoundError) return { ledger: newest.sequence, sequence: -1n }
    throw error
  }
}

function usedByAnother({ hash }: Envelope): SubmissionResult {
  return { status: 'rejected', hash, codes: { transaction: 'tx_bad_seq', operations: [] } }
}
