import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { Account, FeeBumpTransaction, Keypair, Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk/base'
import { Subject } from 'rxjs'
import { AccountNotFoundError, ConnectionError, HorizonResponseError } from '../src/errors.ts'
import { createSubmit } from '../src/submission/createSubmit.ts'
import { readEnvelope } from '../src/submission/readEnvelope.ts'
import type { PostAnswer, SubmissionPort } from '../src/submission/submissionPort.ts'
import type { Account as AccountState } from '../src/types/accounts.ts'
import type { Ledger } from '../src/types/ledgers.ts'
import type { SubmissionResult } from '../src/types/submission.ts'
import type { Transaction } from '../src/types/transactions.ts'

const passphrase = 'a test network'
export const keypair: Keypair = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(7))
export const SEQUENCE = 8n
export const MAX_TIME_S = 100
export const LEDGER_MS = 5_000

export function envelope(
  maxTime: number = MAX_TIME_S,
  operation: xdr.Operation = Operation.bumpSequence({ bumpTo: '0' }),
): string {
  const source = new Account(keypair.publicKey(), (SEQUENCE - 1n).toString())
  const builder = new TransactionBuilder(source, {
    fee: '100',
    networkPassphrase: passphrase,
    timebounds: { minTime: 0, maxTime },
  })
  const transaction = builder.addOperation(operation).build()
  transaction.sign(keypair)
  return transaction.toXdr()
}

/** TransactionResult: fee, code, no operations, no extension. */
export function resultXdr(code: number, fee: bigint = 100n): string {
  const result = { code, ...(code === 0 || code === -1 ? { results: [] } : {}) } as xdr.TransactionResultResultWire
  const bytes = xdr.TransactionResult.schema.encode({ feeCharged: fee, result, ext: { v: 0 } })
  return btoa(String.fromCharCode(...bytes))
}

/** The same of a fee bump whose inner transaction was refused. */
export function bumpResultXdr(innerCode: number): string {
  const inner = { feeCharged: 0n, result: { code: innerCode } as xdr.InnerTransactionResultResultWire, ext: { v: 0 } }
  const innerResultPair = { transactionHash: new Uint8Array(32), result: inner }
  const result = { code: -13, innerResultPair } as unknown as xdr.TransactionResultResultWire
  const bytes = xdr.TransactionResult.schema.encode({ feeCharged: 0n, result, ext: { v: 0 } })
  return btoa(String.fromCharCode(...bytes))
}

export function feeBump(of: string): string {
  const inner = TransactionBuilder.fromXdr(of, passphrase)
  if (inner instanceof FeeBumpTransaction) throw new TypeError('It is a fee bump already.')
  const outer = TransactionBuilder.buildFeeBumpTransaction(keypair, '400', inner, passphrase)
  outer.sign(keypair)
  return outer.toXdr()
}

export const gone = (): ConnectionError =>
  new ConnectionError({ fault: 'reset', message: 'Gone.', remedy: 'Try again.' })

export const refusedConnection = (): ConnectionError =>
  new ConnectionError({ fault: 'refused', message: 'Nobody.', remedy: 'Try again.' })

const notFound = () =>
  new HorizonResponseError({
    ...{ status: 404, problem: { type: 'not_found', title: '', detail: '', extras: {} } },
    ...{ message: 'Not found.', remedy: 'Check what was asked for.' },
  })

/** A network whose ledgers close on the virtual clock, and what the servers behind one URL say. */
export type FakeNetwork = {
  ledger: number
  sequence: bigint
  /** Of the account, oldest first. */
  history: Transaction[]
  /** Answers to submissions, in order; the last one again and again. */
  answers: (PostAnswer | Error)[]
  reachable: boolean
  /** Each request is answered by the next of these servers, which are so many ledgers behind. */
  lags: readonly number[]
  /** Ledgers by which history lags behind the state. */
  historyLag: number
  accountExists: boolean
  /** Whether the history goes back to the account's creation. */
  keepsAll: boolean
  eldest: number
  memoRequiredBy: string | undefined
  posts: number
  /** Closes a ledger, with the transaction or with another one that uses its sequence number. */
  close(event?: LedgerEvent): void
}

type LedgerEvent = { readonly code: number } | 'another'

type NetworkSetUp = { readonly network: FakeNetwork; readonly port: SubmissionPort; readonly closed$: Subject<void> }

export function createNetwork(clock: VirtualClock): NetworkSetUp {
  const tick$ = new Subject<Ledger>()
  const closed$ = new Subject<void>()
  let requests = 0
  const network: FakeNetwork = {
    ...{ ledger: 1, sequence: SEQUENCE - 1n, history: [], answers: [], reachable: true, lags: [0], historyLag: 0 },
    ...{ accountExists: true, keepsAll: true, eldest: 1, memoRequiredBy: undefined, posts: 0 },
    close: (event) => {
      network.ledger += 1
      if (event !== undefined) {
        network.sequence = SEQUENCE
        network.history.push(recordOf(event))
      }
      if (network.reachable) tick$.next(ledgerOf(network.ledger))
    },
  }
  const recordOf = (event: LedgerEvent): Transaction => {
    const code = event === 'another' ? 0 : event.code
    return {
      ...{ hash: event === 'another' ? 'another' : hash, ledger: network.ledger, successful: code === 0 },
      ...{ sourceAccount: keypair.publicKey(), sequence: SEQUENCE, feeCharged: 100n, resultXdr: resultXdr(code) },
      pagingToken: String(BigInt(network.ledger) << 32n),
    } as Transaction
  }
  const hash = readEnvelope(envelope(), passphrase).hash
  const ledgerOf = (sequence: number) => ({ sequence, closedAtMs: sequence * LEDGER_MS }) as Ledger
  /** One server's view: of its own ledger, and of a history that may end before it. */
  const answer = async <Value>(read: (ledger: number, history: readonly Transaction[]) => Value): Promise<Value> => {
    if (!network.reachable) throw gone()
    const ledger = Math.max(1, network.ledger - (network.lags[requests++ % network.lags.length] ?? 0))
    return read(
      ledger,
      network.history.filter((record) => record.ledger <= ledger - network.historyLag),
    )
  }
  /** As of a ledger; what was set since counts from the newest on. */
  const sequenceAt = (ledger: number): bigint | undefined => {
    if (ledger === network.ledger) return network.accountExists ? network.sequence : undefined
    const used = network.history.filter((record) => record.ledger <= ledger).at(-1)
    return used?.sequence ?? SEQUENCE - 1n
  }
  const port: SubmissionPort = {
    serverCount: 1,
    eachReads: () => [port],
    network: () =>
      answer(
        () => ({ passphrase, historyElderLedger: network.eldest }) as Awaited<ReturnType<SubmissionPort['network']>>,
      ),
    account: () =>
      answer((ledger) => {
        const sequence = sequenceAt(ledger)
        if (sequence === undefined)
          throw new AccountNotFoundError({ message: 'No account.', remedy: 'Fund it.', ledger })
        const usedAt = network.history.find((record) => record.sequence === sequence)?.ledger
        return { ledger, value: { sequence, sequenceLedger: usedAt ?? 1 } as AccountState }
      }),
    accountData: (id) =>
      answer((ledger) => ({
        ledger,
        value: network.memoRequiredBy === id ? { value: Uint8Array.of(0x31) } : undefined,
      })),
    ledger: (sequence) =>
      answer((ledger) => {
        if (sequence > ledger - network.historyLag) throw notFound()
        return ledgerOf(sequence)
      }),
    transaction: (wanted) => answer((_, history) => history.find((record) => record.hash === wanted)),
    transactions: () =>
      answer((_, history) => ({
        records: [...history.toReversed(), ...(network.keepsAll ? [createdBySomebody()] : [])],
        nextCursor: undefined,
      })),
    post: async () => {
      network.posts += 1
      if (!network.reachable) throw gone()
      const next = network.answers.length > 1 ? network.answers.shift() : network.answers[0]
      if (next === undefined || next instanceof Error) throw next ?? gone()
      return next
    },
    ledgerTicks$: tick$,
    closed$,
    clock,
    random: () => 0.5,
  }
  return { network, port, closed$ }
}

export const somebody: string = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(9)).publicKey()

/** A transaction of somebody else that concerns the account. */
export function bySomebody(ledger: number, operation: xdr.Operation): Transaction {
  const builder = new TransactionBuilder(new Account(somebody, '1'), { fee: '100', networkPassphrase: passphrase })
  const envelopeXdr = builder.addOperation(operation).setTimeout(0).build().toXdr()
  return {
    ...{
      hash: 'somebody',
      ledger,
      successful: true,
      sourceAccount: somebody,
      sequence: 2n,
      feeCharged: 100n,
      envelopeXdr,
    },
    ...{ resultXdr: resultXdr(0), pagingToken: String(BigInt(ledger) << 32n) },
  } as Transaction
}
export const mergedBySomebody = (ledger: number): Transaction =>
  bySomebody(ledger, Operation.accountMerge({ destination: somebody, source: keypair.publicKey() }))
const createdBySomebody = (): Transaction =>
  bySomebody(0, Operation.createAccount({ destination: keypair.publicKey(), startingBalance: '1' }))

/** A submission under way to a network that answers so. */
export type Submitting = Pick<NetworkSetUp, 'network'> & {
  readonly clock: VirtualClock
  readonly end: Promise<SubmissionResult>
  /** Closes a ledger and lets it be heard of. */
  close(event?: LedgerEvent): Promise<void>
  accepted(): number
}

export function setUp(...answers: (PostAnswer | Error)[]): Submitting {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = answers
  let accepted = 0
  const end = createSubmit(port)(envelope(), { onAccepted: () => (accepted += 1) })
  end.catch(() => {})
  const close = async (event?: LedgerEvent): Promise<void> => {
    network.close(event)
    await clock.advance(0)
  }
  return { clock, network, end, close, accepted: () => accepted }
}

export const queued: PostAnswer = { type: 'queued' }
export const notTaken: PostAnswer = { type: 'notTaken' }
export const unclear: PostAnswer = { type: 'unclear' }
export const refusedBy = (code: number, fee?: bigint): PostAnswer => ({
  type: 'refused',
  resultXdr: resultXdr(code, fee),
  mayBeInLedger: false,
})
