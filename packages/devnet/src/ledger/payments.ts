import type { Stroops } from '@sdex/primitives'
import { NATIVE } from './entries.ts'
import { addBalance, available, type Holder, isAuthorized, isIssuer, must } from './holdings.ts'
import type { LedgerState } from './state.ts'

/** Why a payment cannot leave its source. */
export type DebitRefusal = 'UNDERFUNDED' | 'SRC_NO_TRUST' | 'SRC_NOT_AUTHORIZED'
/** Why a payment cannot reach its destination. */
export type CreditRefusal = 'NO_TRUST' | 'NOT_AUTHORIZED' | 'LINE_FULL'

/** Takes a payment from its source. stellar-core `PathPaymentOpFrameBase::updateSourceBalance`. */
export function debit(state: LedgerState, source: Holder, amount: Stroops): DebitRefusal | undefined {
  if (source.asset === NATIVE) {
    if (amount > available(state, source)) return 'UNDERFUNDED'
    must(addBalance(state, source, -amount), 'debit of lumens')
    return undefined
  }
  if (!isIssuer(source)) {
    const line = state.trustline(source.accountId, source.asset)
    if (line === undefined) return 'SRC_NO_TRUST'
    if (!isAuthorized(line)) return 'SRC_NOT_AUTHORIZED'
  }
  return addBalance(state, source, -amount) ? undefined : 'UNDERFUNDED'
}

/** Gives a payment to its destination. stellar-core `PathPaymentOpFrameBase::updateDestBalance`. */
export function credit(state: LedgerState, destination: Holder, amount: Stroops): CreditRefusal | undefined {
  if (destination.asset !== NATIVE && !isIssuer(destination)) {
    const line = state.trustline(destination.accountId, destination.asset)
    if (line === undefined) return 'NO_TRUST'
    if (!isAuthorized(line)) return 'NOT_AUTHORIZED'
  }
  return addBalance(state, destination, amount) ? undefined : 'LINE_FULL'
}
