import type { xdr } from '@stellar/stellar-sdk'
import { inner, NOT_SUPPORTED, type OperationRule } from './rule.ts'

/** Types 24 to 26: invoking a host function, extending and restoring what it keeps. */
export type ContractOperation = Extract<xdr.OperationBodyWire, { type: 24 | 25 | 26 }>

/** Contract operations are refused as opNOT_SUPPORTED: this is a network for the classic exchange. */
export function contractOperation({ type }: ContractOperation): OperationRule {
  return {
    threshold: 'medium',
    notRun: inner(true, notRun(type)).result,
    isUnsupported: () => true,
    check: () => NOT_SUPPORTED,
    apply: () => NOT_SUPPORTED,
  }
}

function notRun(type: ContractOperation['type']): xdr.OperationResultTrWire {
  switch (type) {
    case 24:
      return { type, invokeHostFunctionResult: { code: 0, success: new Uint8Array(32) } }
    case 25:
      return { type, extendFootprintTtlResult: { code: 0 } }
    case 26:
      return { type, restoreFootprintResult: { code: 0 } }
  }
}
