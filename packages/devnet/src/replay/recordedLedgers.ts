import { Buffer } from 'node:buffer'
import { sha256 } from '../ledger/hashing.ts'
import type { HeaderFields } from '../ledger/header.ts'
import { emptySnapshot, withEntries } from '../ledger/snapshot.ts'
import { createLedgerState, type LedgerState } from '../ledger/state.ts'
import { type AppliedTransaction, applyLedger } from '../transactions/closeLedger.ts'
import { baseFeeOf } from '../transactions/fees.ts'
import { createKeyRing } from '../transactions/keyRing.ts'
import { decodeTransaction, type Network, type SignedTransaction } from '../transactions/signedTransaction.ts'
import { readEntries } from './entryLists.ts'
import type { RecordedLedger, Scenario } from './scenario.ts'

/** A scenario's first state, and the network that its transactions were signed for. */
export function openScenario(scenario: Scenario): { readonly state: LedgerState; readonly network: Network } {
  const state = createLedgerState(withEntries(emptySnapshot(headerOf(scenario)), readEntries(scenario.start)))
  return { state, network: { networkId: sha256(Buffer.from(scenario.passphrase)), keyRing: createKeyRing() } }
}

function headerOf({ header, ledgers }: Scenario): HeaderFields {
  return {
    ledgerSequence: header.ledgerSeq,
    ledgerVersion: header.ledgerVersion,
    closeTime: Number(header.closeTime ?? ledgers[0]?.closeTime ?? 0),
    totalCoins: 10n ** 18n,
    feePool: BigInt(header.feePool ?? 0),
    idPool: BigInt(header.idPool),
    baseFee: header.baseFee,
    baseReserve: header.baseReserve,
    maxTxSetSize: header.maxTxSetSize ?? Number.MAX_SAFE_INTEGER,
    flags: 0,
  }
}

/** Applies what was applied, in that order. Ledgers without transactions may be missing in a recording. */
export function applyRecorded(
  state: LedgerState,
  { ledgerSeq, closeTime, txs }: RecordedLedger,
  { network, onApplied }: { readonly network: Network; readonly onApplied?: (applied: AppliedTransaction) => void },
): readonly AppliedTransaction[] {
  state.setHeader({ ...state.header, ledgerSequence: ledgerSeq - 1 })
  const transactions = txs.flatMap(({ envelope }): SignedTransaction[] => {
    const transaction = decodeTransaction(envelope, network)
    return transaction === undefined ? [] : [transaction]
  })
  const price = baseFeeOf(state.header, transactions)
  return applyLedger(state, { transactions, closeTime: Number(closeTime), baseFeeOf: () => price, onApplied })
}
