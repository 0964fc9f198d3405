import type { ResultCodes } from '../types/submission.ts'

/**
 * What a refusal means for bytes that no queue can hold:
 *
 * - `final`: no ledger will take them;
 * - `later`: they may be taken later, as they are;
 * - `proof`: the same answer is given for what was applied before, or may yet be, so the ledger has to say.
 */
export type Verdict = 'final' | 'later' | 'proof'

const VERDICTS: Readonly<Record<string, Verdict>> = {
  tx_too_early: 'later',
  // Validators refuse a bound closer than two ledgers, also for a transaction that the last of them has taken.
  tx_too_late: 'proof',
  // Used up, by these bytes or by others; or ahead of what the account has reached.
  tx_bad_seq: 'proof',
  tx_bad_minseq_age_or_gap: 'later',
  tx_internal_error: 'later',
}

/** What no transaction that got into a ledger failed by: it is judged before, of the envelope alone or of the fee. */
const NEVER_IN_LEDGER = new Set([
  ...['tx_insufficient_fee', 'tx_missing_operation', 'tx_malformed', 'tx_not_supported', 'tx_soroban_invalid'],
])

/** Judges a refusal by its code; that of a fee bump by what is wrong inside, as the same inner transaction may be in a ledger by itself or by another one. */
export function judgeRefusal({ transaction, innerTransaction }: ResultCodes, mayBeInLedger: boolean): Verdict {
  const code = innerTransaction ?? transaction
  const verdict = VERDICTS[code] ?? 'final'
  return verdict === 'final' && mayBeInLedger && !NEVER_IN_LEDGER.has(code) ? 'proof' : verdict
}
