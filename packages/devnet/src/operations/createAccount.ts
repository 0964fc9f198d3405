import type { xdr } from '@stellar/stellar-sdk'
import { type AccountEntry, NATIVE } from '../ledger/entries.ts'
import { addBalance, available } from '../ledger/holdings.ts'
import { coversNewAccount } from '../ledger/subentries.ts'
import { accountIdOf } from '../ledger/wire.ts'
import { inner, type OperationOutcome, type OperationRule } from './rule.ts'

const CODES = { success: 0, malformed: -1, underfunded: -2, lowReserve: -3, alreadyExists: -4 } as const

function result(code: keyof typeof CODES): OperationOutcome {
  return inner(code === 'success', { type: 0, createAccountResult: { code: CODES[code] } })
}

/** Creates an account out of its source's lumens. */
export function createAccount(operation: xdr.CreateAccountOpWire): OperationRule {
  const destination = accountIdOf(operation.destination)
  const { startingBalance } = operation
  return {
    threshold: 'medium',
    notRun: result('success').result,
    check: ({ source }) => (startingBalance < 0n || destination === source ? result('malformed') : undefined),
    apply: ({ state, source }) => {
      if (state.account(destination) !== undefined) return result('alreadyExists')
      if (!coversNewAccount(state, startingBalance)) return result('lowReserve')
      const payer = { accountId: source, asset: NATIVE }
      if (available(state, payer) < startingBalance) return result('underfunded')
      if (!addBalance(state, payer, -startingBalance)) return result('underfunded')
      state.put(newAccount(destination, startingBalance, state.header.ledgerSequence))
      return result('success')
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
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    sequenceLedger: 0,
    sequenceTime: 0,
    lastModifiedLedger: ledgerSequence,
  }
}
