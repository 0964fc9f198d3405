import { Buffer } from 'node:buffer'
import type { xdr } from '@stellar/stellar-sdk'
import { AUTH_CLAWBACK_ENABLED, NATIVE } from '../ledger/entries.ts'
import { addBalance, available, isAuthorized, isIssuer } from '../ledger/holdings.ts'
import { isPredicateValid, predicateOf } from '../ledger/predicates.ts'
import { reserveClaimableBalance } from '../ledger/reserves.ts'
import { isClawbackEnabled } from '../ledger/revocation.ts'
import type { LedgerState } from '../ledger/state.ts'
import { accountIdOf, assetIdOf, isAssetWireValid } from '../ledger/wire.ts'
import { operationBalanceId } from './balanceIds.ts'
import { inner, type OperationOutcome, type OperationRule, reserveResult } from './rule.ts'

const CODES = { MALFORMED: -1, LOW_RESERVE: -2, NO_TRUST: -3, NOT_AUTHORIZED: -4, UNDERFUNDED: -5 } as const

function refused(code: keyof typeof CODES): OperationOutcome {
  return inner(false, { type: 14, createClaimableBalanceResult: { code: CODES[code] } })
}

function success(id: Uint8Array): OperationOutcome {
  return inner(true, { type: 14, createClaimableBalanceResult: { code: 0, balanceId: { type: 0, v0: id } } })
}

/** Sets an amount aside for whoever of its claimants comes first. */
export function createClaimableBalance(operation: xdr.CreateClaimableBalanceOpWire): OperationRule {
  const { amount } = operation
  const asset = assetIdOf(operation.asset)
  return {
    threshold: 'medium',
    notRun: success(new Uint8Array(32)).result,
    check: () => {
      const isAmountBad = amount <= 0n || !isAssetWireValid(operation.asset)
      return isAmountBad || !areClaimantsValid(operation.claimants) ? refused('MALFORMED') : undefined
    },
    apply: ({ state, source, transaction, index }) => {
      const refusal = takeFrom(state, { accountId: source, asset }, amount)
      if (refusal !== undefined) return refused(refusal)
      const reserve = reserveClaimableBalance(state, source, operation.claimants.length)
      if ('refusal' in reserve) return reserveResult(reserve.refusal, refused('LOW_RESERVE'))
      const id = operationBalanceId({ ...transaction, index })
      const { closeTime, ledgerSequence: lastModifiedLedger } = state.header
      state.put({
        type: 'claimableBalance',
        id,
        claimants: operation.claimants.map(({ v0 }) => ({
          accountId: accountIdOf(v0.destination),
          predicate: predicateOf(v0.predicate, closeTime),
        })),
        asset,
        amount,
        clawbackEnabled: canBeClawedBack(state, source, asset),
        sponsor: reserve.sponsor,
        lastModifiedLedger,
      })
      return success(Buffer.from(id, 'hex'))
    },
  }
}

function areClaimantsValid(claimants: readonly xdr.ClaimantWire[]): boolean {
  const destinations = new Set(claimants.map(({ v0 }) => accountIdOf(v0.destination)))
  if (claimants.length === 0 || destinations.size < claimants.length) return false
  return claimants.every(({ v0 }) => isPredicateValid(v0.predicate))
}

function takeFrom(
  state: LedgerState,
  holder: { readonly accountId: string; readonly asset: string },
  amount: bigint,
): keyof typeof CODES | undefined {
  if (holder.asset === NATIVE) {
    if (available(state, holder) < amount) return 'UNDERFUNDED'
  } else if (!isIssuer(holder)) {
    const line = state.trustline(holder.accountId, holder.asset)
    if (line === undefined) return 'NO_TRUST'
    if (!isAuthorized(line)) return 'NOT_AUTHORIZED'
  }
  return addBalance(state, holder, -amount) ? undefined : 'UNDERFUNDED'
}

/** As on the trustline it comes from; of an issuer as its new trustlines would be. */
function canBeClawedBack(state: LedgerState, accountId: string, asset: string): boolean {
  if (!isIssuer({ accountId, asset })) return isClawbackEnabled(state, accountId, asset)
  return ((state.account(accountId)?.flags ?? 0) & AUTH_CLAWBACK_ENABLED) !== 0
}
