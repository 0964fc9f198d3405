import { inner, NOT_SUPPORTED, type OperationRule } from './rule.ts'

/** Inflation ended with protocol 12: opNOT_SUPPORTED. */
export function inflation(): OperationRule {
  return {
    threshold: 'low',
    notRun: inner(true, { type: 9, inflationResult: { code: 0, payouts: [] } }).result,
    isUnsupported: () => true,
    check: () => NOT_SUPPORTED,
    apply: () => NOT_SUPPORTED,
  }
}
