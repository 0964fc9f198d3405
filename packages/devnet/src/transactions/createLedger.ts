import { Buffer } from 'node:buffer'
import { Keypair } from '@stellar/stellar-sdk'
import { NATIVE } from '../ledger/entries.ts'
import { sha256 } from '../ledger/hashing.ts'
import { type HeaderFields, type LedgerHeader, sealHeader } from '../ledger/header.ts'
import { available } from '../ledger/holdings.ts'
import type { SealedSnapshot } from '../ledger/savedLedger.ts'
import { emptySnapshot } from '../ledger/snapshot.ts'
import { createLedgerState, type LedgerState } from '../ledger/state.ts'
import type { QueueRefusal } from '../mempool/createMempool.ts'
import { newAccount } from '../operations/createAccount.ts'
import { applyOrder } from './applyOrder.ts'
import { checkTransaction, queueRefusal } from './check.ts'
import { type AppliedTransaction, applyLedger, type CraftedTransaction } from './closeLedger.ts'
import { isTimely, type TimeMargins } from './commonValid.ts'
import { baseFeeOf } from './fees.ts'
import { createKeyRing } from './keyRing.ts'
import { resultSetHash, type SetComponent, txSetHash } from './setHashes.ts'
import { decodeTransaction, type SignedTransaction } from './signedTransaction.ts'

/** What may be read of the ledger between two closes. */
export type LedgerReads = Omit<
  LedgerState,
  | 'setHeader'
  | 'put'
  | 'remove'
  | 'setSponsorships'
  | 'savepoint'
  | 'rollback'
  | 'changesSince'
  | 'writesSince'
  | 'commit'
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
  /**
   * Why the next ledger would not take a transaction, as a TransactionResult, base64; undefined when it would.
   *
   * @param look.sequence - The number that its source has used last by then, where that is not the account's.
   */
  check(transaction: SignedTransaction, look: QueueLook): string | undefined
  /** Whether a transaction that {@link check} let through in this ledger would also be let through with other margins. */
  isTimely(transaction: SignedTransaction, margins: TimeMargins): boolean
  /** A refusal of the queue's own, as a TransactionResult, base64. */
  queueRefusal(refusal: QueueRefusal, transaction: SignedTransaction): string
  /** What an account could pay in fees, in stroops; below 0 under its reserve. */
  availableBalance(accountId: string): bigint
  /** Applies transactions, each once, and seals the ledger. */
  close(next: NextLedger): LedgerClose
  /** The ledger as a value, to keep, to write to a file with `saveLedger`, or to go on from. Costs nothing. */
  snapshot(): SealedSnapshot
}

/** How far past the last close time bounds are tested, and the sequence number to go on from. */
export type QueueLook = TimeMargins & { readonly sequence?: bigint | undefined }

export type NextLedger = {
  readonly transactions: readonly SignedTransaction[]
  /** Run after the others. They are not in the hash of the set. */
  readonly crafted?: readonly CraftedTransaction[] | undefined
  /** Unix seconds. */
  readonly closeTime: number
  /**
   * What an operation costs in this ledger, in stroops, or an operation of each transaction; bids below pay what they bid. Default: before protocol 20 the
   * price that the set gives itself when it is full, otherwise the header's base fee.
   */
  readonly baseFee?: bigint | ((transaction: SignedTransaction) => bigint) | undefined
}

/** A closed ledger. */
export type LedgerClose = {
  readonly header: LedgerHeader
  /** In the order of application. */
  readonly transactions: readonly AppliedTransaction[]
}

export type LedgerOptions = {
  readonly passphrase: string
  readonly protocol: number
  /** Of the first ledger, Unix seconds. */
  readonly closeTime: number
  /** Goes on from here instead of from a first ledger of one account. */
  readonly from?: SealedSnapshot | undefined
}

/** All lumens there are: a hundred billion, in stroops. */
const TOTAL_COINS = 10n ** 18n

/** As on the public network, with the operations a ledger that it takes. */
const SETTINGS = { baseFee: 100, baseReserve: 5_000_000, maxTxSetSize: 1_000, flags: 0 } as const

/** Makes a ledger of one account, the root, whose key is the network's id and which holds all lumens. */
export function createLedger(options: LedgerOptions): Ledger {
  const { passphrase } = options
  const network = { networkId: sha256(Buffer.from(passphrase)), keyRing: createKeyRing() }
  const start = options.from ?? firstLedger(options)
  const state = createLedgerState(start.state)
  let { header } = start

  const close = ({ transactions, crafted, closeTime, baseFee }: NextLedger): LedgerClose => {
    const previousHash = Buffer.from(header.hash, 'hex')
    const price = baseFee ?? baseFeeOf(state.header, transactions)
    const priceOf = typeof price === 'bigint' ? () => price : price
    const protocol = state.header.ledgerVersion
    const setHash = txSetHash({ protocol, previousHash, components: componentsOf(transactions, priceOf) })
    const ordered = applyOrder(transactions, setHash)
    const applied = applyLedger(state, { transactions: ordered, crafted, closeTime, baseFeeOf: priceOf })
    const txSetResultHash = resultSetHash(
      applied.map(({ transaction, result }) => ({ hash: Buffer.from(transaction.hash, 'hex'), result })),
    )
    header = sealHeader(state.header, { previousHash, txSetHash: setHash, txSetResultHash })
    return { header, transactions: applied }
  }
  return {
    get header() {
      return header
    },
    state,
    decode: (envelopeXdr) => decodeTransaction(envelopeXdr, network),
    check: (transaction, look) => checkTransaction(state, transaction, { type: 'queue', ...look })?.toString('base64'),
    isTimely: (transaction, margins) => isTimely(state, transaction, margins),
    queueRefusal: (refusal, transaction) => queueRefusal(state, refusal, transaction).toString('base64'),
    availableBalance: (accountId) => available(state, { accountId, asset: NATIVE }),
    close,
    snapshot: () => ({ header, state: state.snapshot() }),
  }
}

function firstLedger({ passphrase, protocol, closeTime }: LedgerOptions): SealedSnapshot {
  const genesis: HeaderFields = {
    ...SETTINGS,
    ledgerSequence: 1,
    ledgerVersion: protocol,
    closeTime,
    totalCoins: TOTAL_COINS,
    feePool: 0n,
    idPool: 0n,
  }
  const state = createLedgerState(emptySnapshot(genesis))
  state.put({ ...newAccount(rootKeypair(passphrase).publicKey(), TOTAL_COINS, 1), sequence: 0n })
  const noHash = Buffer.alloc(32)
  const header = sealHeader(genesis, { previousHash: noHash, txSetHash: noHash, txSetResultHash: noHash })
  return { header, state: state.snapshot() }
}

/** Transactions of the same price together. */
function componentsOf(
  transactions: readonly SignedTransaction[],
  priceOf: (transaction: SignedTransaction) => bigint,
): readonly SetComponent[] {
  const byPrice = new Map<bigint, SignedTransaction[]>()
  for (const transaction of transactions) {
    const baseFee = priceOf(transaction)
    const together = byPrice.get(baseFee)
    if (together === undefined) byPrice.set(baseFee, [transaction])
    else together.push(transaction)
  }
  return [...byPrice].map(([baseFee, together]) => ({ baseFee, transactions: together }))
}

/** The key of a network's root account. */
export function rootKeypair(passphrase: string): Keypair {
  return Keypair.master(passphrase)
}
