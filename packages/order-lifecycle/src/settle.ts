import type { SubmissionResult } from '@sdex/transport'
import { decodeOutcomes } from './decodeOutcomes.ts'
import type { OrderChange } from './orderChange.ts'
import { explainCode, explainCodes, type Refusal } from './resultCodes.ts'
import type { ChangeOutcome, Settlement } from './settlement.ts'

type Timing = Pick<Settlement, 'elapsedMs' | 'acceptedMs'>

/** A submission's end, told in the terms of its batch. */
export function settle(result: SubmissionResult, changes: readonly OrderChange[], timing: Timing): Settlement {
  const { status, hash } = result
  const plain = { hash, ...timing, refusal: undefined, codes: undefined, minimumFee: undefined, feeCharged: 0n }
  if (result.status === 'applied') {
    const { ledger, feeCharged } = result
    const outcomes = decodeOutcomes(result.resultXdr, changes)
    return { ...plain, status: result.status, ledger, feeCharged, changes: outcomes, reason: undefined }
  }
  if (result.status === 'expired') {
    const reason = `no ledger took it within its time bound, as ledger ${result.provenAtLedger} proves`
    return { ...plain, status: result.status, ledger: result.provenAtLedger, changes: rolledBack(changes), reason }
  }
  const { codes } = result
  const refusal = explainCodes(codes)
  return {
    ...plain,
    status,
    ledger: result.status === 'failed' ? result.ledger : undefined,
    feeCharged: result.status === 'failed' ? result.feeCharged : 0n,
    changes: changes.map((change, at) => refusedOutcome(change, codes.operations[at])),
    reason: reasonOf(refusal),
    refusal,
    codes,
    minimumFee: result.status === 'rejected' ? result.minimumFee : undefined,
  }
}

function rolledBack(changes: readonly OrderChange[]): readonly ChangeOutcome[] {
  return changes.map((change) => ({ change, status: 'rolledBack' }))
}

function refusedOutcome(change: OrderChange, code: string | undefined): ChangeOutcome {
  if (code === undefined || code === 'op_success') return { change, status: 'rolledBack' }
  return { change, status: 'refused', refusal: explainCode(code) }
}

function reasonOf({ code, meaning, remedy }: Refusal): string {
  return `${code}: ${meaning}. ${remedy}`
}
