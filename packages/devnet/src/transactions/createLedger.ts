import { Buffer } from 'node:buffer'
import type { Stroops } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import type { EntryChange } from '../ledger/entries.ts'
import { sha256 } from '../ledger/hashing.ts'
import { type HeaderFields, type LedgerHeader, sealHeader } from '../ledger/header.ts'
import { createLedgerState, type LedgerState } from '../ledger/state.ts'
import type { QueueRefusal } from '../mempool/createMempool.ts'
import { newAccount } from '../operations/createAccount.ts'
import { applyTransaction, type LedgerTrade } from './apply.ts'
import { applyOrder } from './applyOrder.ts'
import { checkTransaction, queueRefusal } from './check.ts'
import { takeFee } from './fees.ts'
import { encodeResult } from './result.ts'
import { resultSetHash, txSetHash } from './setHashes.ts'
import { decodeTransaction, type SignedTransaction } from './signedTransaction.ts'

/** What may be read of the ledger between two closes. */
export type LedgerReads = Pick<
  LedgerState,
  'account' | 'trustline' | 'trustlinesOf' | 'offer' | 'offersOf' | 'allOffers' | 'book'
>

/**
 * The ledger as the network runs it. This is the whole seam between the two: nothing outside of `ledger`, `operations` and `transactions` reaches past it,
 * except for the types of entries.
 */
export type Ledger = {
  /** The last closed ledger's. */
  readonly header: LedgerHeader
  readonly state: LedgerReads
  /** Reads a TransactionEnvelope, base64; undefined when it is none. */
  decode(envelopeXdr: string): SignedTransaction | undefined
  /** Why the next ledger would not take a transaction, as a TransactionResult, base64; undefined when it would. */
  check(transaction: SignedTransaction, margins: TimeMargins): string | undefined
  /** A refusal of the queue's own, as a TransactionResult, base64. */
  queueRefusal(refusal: QueueRefusal): string
  /** Applies transactions, each once, and seals the ledger. */
  close(next: NextLedger): LedgerClose
}

/** How far past the last close the time bounds of a transaction are tested, in seconds. */
export type TimeMargins = { readonly lowerMargin: number; readonly upperMargin: number }

export type NextLedger = {
  readonly transactions: readonly SignedTransaction[]
  /** Unix seconds. */
  readonly closeTime: number
  /** What an operation costs in this ledger, in stroops; bids below pay what they bid. Default: the header's base fee. */
  readonly baseFee?: bigint | undefined
}

/** A closed ledger. */
export type LedgerClose = {
  readonly header: LedgerHeader
  /** In the order of application. */
  readonly transactions: readonly AppliedTransaction[]
}

/** A transaction in a ledger, failed or not. */
export type AppliedTransaction = {
  readonly transaction: SignedTransaction
  readonly isSuccessful: boolean
  /** TransactionResult, base64. */
  readonly resultXdr: string
  readonly feeCharged: Stroops
  /** What taking the fee changed, and what the transaction itself changed; of a failed one only its sequence number. */
  readonly feeChanges: readonly EntryChange[]
  readonly changes: readonly EntryChange[]
  /** Of successful transactions. */
  readonly trades: readonly LedgerTrade[]
}

export type LedgerOptions = {
  readonly passphrase: string
  readonly protocol: number
  /** Of the first ledger, Unix seconds. */
  readonly closeTime: number
}

/** All lumens there are: a hundred billion, in stroops. */
const TOTAL_COINS = 10n ** 18n

/** As on the public network, with the operations a ledger that it takes. */
const SETTINGS = { baseFee: 100, baseReserve: 5_000_000, maxTxSetSize: 1_000 } as const

/** Makes a ledger of one account, the root, whose key is the network's id and which holds all lumens. */
export function createLedger({ passphrase, protocol, closeTime }: LedgerOptions): Ledger {
  const networkId = sha256(Buffer.from(passphrase))
  const genesis: HeaderFields = {
    ...SETTINGS,
    ledgerSequence: 1,
    ledgerVersion: protocol,
    closeTime,
    totalCoins: TOTAL_COINS,
    feePool: 0n,
    idPool: 0n,
  }
  const state = createLedgerState(genesis)
  state.put({ ...newAccount(rootKeypair(passphrase).publicKey(), TOTAL_COINS, 1), sequence: 0n })
  state.commit()
  const noHash = Buffer.alloc(32)
  let header = sealHeader(genesis, { previousHash: noHash, txSetHash: noHash, txSetResultHash: noHash })

  const close = ({ transactions, closeTime: at, baseFee = BigInt(header.baseFee) }: NextLedger): LedgerClose => {
    const previousHash = Buffer.from(header.hash, 'hex')
    const setHash = txSetHash({ previousHash, transactions, baseFee })
    state.setHeader({ ...state.header, ledgerSequence: state.header.ledgerSequence + 1, closeTime: at })
    const ordered = applyOrder(transactions, setHash)
    const fees = ordered.map((transaction) => takeFee(state, transaction, baseFee))
    const applied = ordered.map((transaction, at) => {
      const { feeCharged, changes: feeChanges } = fees[at] as (typeof fees)[number]
      const { outcome, changes, trades } = applyTransaction(state, transaction)
      const result = encodeResult(feeCharged, outcome)
      const isSuccessful = outcome.code === 0
      return { transaction, isSuccessful, result, feeCharged, feeChanges, changes, trades }
    })
    const txSetResultHash = resultSetHash(
      applied.map(({ transaction, result }) => ({ hash: Buffer.from(transaction.hash, 'hex'), result })),
    )
    header = sealHeader(state.header, { previousHash, txSetHash: setHash, txSetResultHash })
    state.commit()
    return {
      header,
      transactions: applied.map(({ result, ...rest }) => ({ ...rest, resultXdr: result.toString('base64') })),
    }
  }
  return {
    get header() {
      return header
    },
    state,
    decode: (envelopeXdr) => decodeTransaction(envelopeXdr, networkId),
    check: (transaction, margins) => checkTransaction(state, transaction, { type: 'queue', ...margins }),
    queueRefusal,
    close,
  }
}

/** The key of a network's root account. */
export function rootKeypair(passphrase: string): Keypair {
  return Keypair.master(passphrase)
}
