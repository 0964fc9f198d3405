import type { xdr } from '@stellar/stellar-sdk'
import { type AccountEntry, NATIVE } from '../ledger/entries.ts'
import { addBalance, available } from '../ledger/holdings.ts'
import { ACCOUNT_RESERVES, reserveAccount } from '../ledger/reserves.ts'
import { accountIdOf } from '../ledger/wire.ts'
import { inner, type OperationOutcome, type OperationRule, reserveResult } from './rule.ts'

const CODES = { SUCCESS: 0, MALFORMED: -1, UNDERFUNDED: -2, LOW_RESERVE: -3, ALREADY_EXIST: -4 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'SUCCESS', { type: 0, createAccountResult: { code: CODES[code] } })
}

/** Creates an account out of its source's lumens. */
export function createAccount(operation: xdr.CreateAccountOpWire): OperationRule {
  const destination = accountIdOf(operation.destination)
  const { startingBalance } = operation
  return {
    threshold: 'medium',
    notRun: result('SUCCESS').result,
    check: ({ source }) => (startingBalance < 0n || destination === source ? result('MALFORMED') : undefined),
    apply: ({ state, source }) => {
      if (state.account(destination) !== undefined) return result('ALREADY_EXIST')
      const reserve = reserveAccount(state, destination, startingBalance)
      if ('refusal' in reserve) return reserveResult(reserve.refusal, result('LOW_RESERVE'))
      const payer = { accountId: source, asset: NATIVE }
      if (available(state, payer) < startingBalance) return result('UNDERFUNDED')
      if (!addBalance(state, payer, -startingBalance)) return result('UNDERFUNDED')
      const { ledgerSequence } = state.header
      const account = newAccount(destination, startingBalance, ledgerSequence)
      const { sponsor } = reserve
      state.put(sponsor === undefined ? account : { ...account, sponsor, numSponsored: ACCOUNT_RESERVES, extension: 2 })
      return result('SUCCESS')
    },
  }
}

/** A fresh account: its sequence number starts at the ledger it is created in, so that it can never repeat one of a merged predecessor. */
export function newAccount(accountId: string, balance: bigint, ledgerSequence: number): AccountEntry {
  return {
    type: 'account',
    accountId,
    balance,
    sequence: BigInt(ledgerSequence) << 32n,
    subentryCount: 0,
    numSponsoring: 0,
    numSponsored: 0,
    flags: 0,
    homeDomain: '',
    thresholds: [1, 0, 0, 0],
    signers: [],
    inflationDestination: undefined,
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    sequenceLedger: 0,
    sequenceTime: 0,
    extension: 0,
    sponsor: undefined,
    lastModifiedLedger: ledgerSequence,
  }
}
