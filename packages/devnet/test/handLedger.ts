import {
  Account,
  Asset,
  type Keypair,
  Memo,
  Operation,
  type Transaction,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk'
import { devnetKey } from '../src/index.ts'
import { createLedger, type Ledger, type LedgerClose, rootKeypair } from '../src/transactions/createLedger.ts'
import type { SignedTransaction } from '../src/transactions/signedTransaction.ts'

/** What a transaction may have otherwise than usual. */
export type Terms = {
  /** Whole bid in stroops. Default: 100 an operation. */
  readonly fee?: number
  /** Default: the source's next one, as of the last close. */
  readonly sequence?: bigint
  /** Default: the source alone. */
  readonly signers?: readonly string[]
  readonly conditions?: (builder: TransactionBuilder) => void
  readonly memo?: Memo
}

/** A ledger that is closed by hand, with accounts that have names. */
export type HandLedger = {
  readonly ledger: Ledger
  readonly passphrase: string
  key(name: string): Keypair
  id(name: string): string
  build(source: string, operations: readonly xdr.Operation[], terms?: Terms): Transaction
  sign(source: string, operations: readonly xdr.Operation[], terms?: Terms): SignedTransaction
  /** Reads an envelope, which must be one. */
  decode(envelopeXdr: string): SignedTransaction
  /** Closes a ledger five seconds after the last one. */
  close(...transactions: readonly SignedTransaction[]): LedgerClose
  /** Gives new accounts 1,000 lumens each. */
  fund(...names: readonly string[]): void
  /** An asset of an account that issues it. */
  asset(code: string, issuer: string): Asset
}

/** The time of the first ledger, Unix seconds. */
export const START = 1_800_000_000

export function createHandLedger(protocol = 28): HandLedger {
  const passphrase = 'Test network of a hand-closed ledger'
  const ledger = createLedger({ passphrase, protocol, closeTime: START })
  const key = (name: string): Keypair => (name === 'root' ? rootKeypair(passphrase) : devnetKey('hand', name))
  const id = (name: string): string => key(name).publicKey()

  const build: HandLedger['build'] = (source, operations, terms = {}) => {
    const last = (terms.sequence ?? (ledger.state.account(id(source))?.sequence ?? 0n) + 1n) - 1n
    const builder = new TransactionBuilder(new Account(id(source), last.toString()), {
      fee: '100',
      networkPassphrase: passphrase,
    })
    for (const operation of operations) builder.addOperation(operation)
    builder.addMemo(terms.memo ?? Memo.none())
    if (terms.conditions === undefined) builder.setTimeout(0)
    else terms.conditions(builder)
    return builder.build()
  }
  const decode = (envelopeXdr: string): SignedTransaction => {
    const decoded = ledger.decode(envelopeXdr)
    if (decoded === undefined) throw new Error('no envelope')
    return decoded
  }
  const sign: HandLedger['sign'] = (source, operations, terms = {}) => {
    const built = build(source, operations, terms)
    const wire = built.toEnvelope().toXdrObject()
    if (wire.type !== 2) throw new Error('no current envelope')
    const priced = { ...wire.v1.tx, fee: terms.fee ?? wire.v1.tx.fee }
    const envelope = xdr.TransactionEnvelope.schema.encode({ type: 2, v1: { tx: priced, signatures: [] } })
    const transaction = TransactionBuilder.fromXDR(Buffer.from(envelope).toString('base64'), passphrase)
    transaction.sign(...(terms.signers ?? [source]).map(key))
    return decode(transaction.toXDR())
  }
  const close: HandLedger['close'] = (...transactions) =>
    ledger.close({ transactions, closeTime: ledger.header.closeTime + 5 })

  return {
    ledger,
    passphrase,
    key,
    id,
    build,
    sign,
    decode,
    close,
    fund: (...names) => {
      const operations = names.map((name) =>
        Operation.createAccount({ destination: id(name), startingBalance: '1000' }),
      )
      close(sign('root', operations))
    },
    asset: (code, issuer) => new Asset(code, id(issuer)),
  }
}

/** A TransactionResult, base64, as data. */
export function readResult(resultXdr: string | undefined): xdr.TransactionResultWire {
  return xdr.TransactionResult.schema.decode(Buffer.from(resultXdr ?? '', 'base64'))
}
