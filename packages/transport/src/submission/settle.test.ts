import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import {
  Account,
  Asset,
  FeeBumpTransaction,
  Keypair,
  MuxedAccount,
  Operation,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk/base'
import fc from 'fast-check'
import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { ServersDownError } from '../endpoints/errors.ts'
import { AccountNotFoundError, ConnectionError, HorizonResponseError, QueueFullError } from '../errors.ts'
import type { Account as AccountState } from '../types/accounts.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { SubmissionResult } from '../types/submission.ts'
import type { Transaction } from '../types/transactions.ts'
import { createSubmit } from './createSubmit.ts'
import { readEnvelope } from './readEnvelope.ts'
import type { PostAnswer, SubmissionPort } from './submissionPort.ts'

const passphrase = 'a test network'
const keypair = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(7))
const SEQUENCE = 8n
const MAX_TIME_S = 100
const LEDGER_MS = 5_000

function envelope(maxTime = MAX_TIME_S, operation = Operation.bumpSequence({ bumpTo: '0' })): string {
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
function resultXdr(code: number, fee = 100n): string {
  const result = { code, ...(code === 0 || code === -1 ? { results: [] } : {}) } as xdr.TransactionResultResultWire
  const bytes = xdr.TransactionResult.schema.encode({ feeCharged: fee, result, ext: { v: 0 } })
  return btoa(String.fromCharCode(...bytes))
}

/** The same of a fee bump whose inner transaction was refused. */
function bumpResultXdr(innerCode: number): string {
  const inner = { feeCharged: 0n, result: { code: innerCode } as xdr.InnerTransactionResultResultWire, ext: { v: 0 } }
  const innerResultPair = { transactionHash: new Uint8Array(32), result: inner }
  const result = { code: -13, innerResultPair } as unknown as xdr.TransactionResultResultWire
  const bytes = xdr.TransactionResult.schema.encode({ feeCharged: 0n, result, ext: { v: 0 } })
  return btoa(String.fromCharCode(...bytes))
}

function feeBump(of: string): string {
  const inner = TransactionBuilder.fromXdr(of, passphrase)
  if (inner instanceof FeeBumpTransaction) throw new TypeError('It is a fee bump already.')
  const outer = TransactionBuilder.buildFeeBumpTransaction(keypair, '400', inner, passphrase)
  outer.sign(keypair)
  return outer.toXdr()
}

const gone = () => new ConnectionError({ fault: 'reset', message: 'Gone.', remedy: 'Try again.' })

const refusedConnection = () => new ConnectionError({ fault: 'refused', message: 'Nobody.', remedy: 'Try again.' })

const notFound = () =>
  new HorizonResponseError({
    ...{ status: 404, problem: { type: 'not_found', title: '', detail: '', extras: {} } },
    ...{ message: 'Not found.', remedy: 'Check what was asked for.' },
  })

/** A network whose ledgers close on the virtual clock, and what the servers behind one URL say. */
function createNetwork(clock: VirtualClock) {
  const tick$ = new Subject<Ledger>()
  const closed$ = new Subject<void>()
  let requests = 0
  const network = {
    ledger: 1,
    sequence: SEQUENCE - 1n,
    /** Of the account, oldest first. */
    history: [] as Transaction[],
    /** Answers to submissions, in order; the last one again and again. */
    answers: [] as (PostAnswer | Error)[],
    reachable: true,
    /** Each request is answered by the next of these servers, which are so many ledgers behind. */
    lags: [0],
    /** Ledgers by which history lags behind the state. */
    historyLag: 0,
    accountExists: true,
    /** Whether the history goes back to the account's creation. */
    keepsAll: true,
    eldest: 1,
    memoRequiredBy: undefined as string | undefined,
    posts: 0,
    /** Closes a ledger, with the transaction or with another one that uses its sequence number. */
    close(event?: { readonly code: number } | 'another') {
      network.ledger += 1
      if (event !== undefined) {
        network.sequence = SEQUENCE
        network.history.push(recordOf(event))
      }
      if (network.reachable) tick$.next(ledgerOf(network.ledger))
    },
  }
  const recordOf = (event: { readonly code: number } | 'another'): Transaction => {
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

const somebody = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(9)).publicKey()

/** A transaction of somebody else that concerns the account. */
function bySomebody(ledger: number, operation: xdr.Operation): Transaction {
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
const mergedBySomebody = (ledger: number): Transaction =>
  bySomebody(ledger, Operation.accountMerge({ destination: somebody, source: keypair.publicKey() }))
const createdBySomebody = (): Transaction =>
  bySomebody(0, Operation.createAccount({ destination: keypair.publicKey(), startingBalance: '1' }))

function setUp(...answers: (PostAnswer | Error)[]) {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = answers
  let accepted = 0
  const end = createSubmit(port)(envelope(), { onAccepted: () => (accepted += 1) })
  end.catch(() => {})
  const close = async (event?: { readonly code: number } | 'another'): Promise<void> => {
    network.close(event)
    await clock.advance(0)
  }
  return { clock, network, end, close, accepted: () => accepted }
}

const queued: PostAnswer = { type: 'queued' }
const notTaken: PostAnswer = { type: 'notTaken' }
const unclear: PostAnswer = { type: 'unclear' }
const refusedBy = (code: number, fee?: bigint): PostAnswer => ({
  type: 'refused',
  resultXdr: resultXdr(code, fee),
  mayBeInLedger: false,
})

test('behavior: queued, then in a ledger: applied, told as accepted once, sent once, and nothing is left', async () => {
  const { clock, network, end, close, accepted } = setUp(queued)
  await clock.advance(0)
  await close({ code: 0 })
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
  expect([accepted(), network.posts, clock.timerCount]).toEqual([1, 1, 0])
})

test('behavior: a failure in the ledger tells its codes', async () => {
  const { clock, end, close } = setUp(queued)
  await clock.advance(0)
  await close({ code: -1 })
  expect(await end).toMatchObject({ status: 'failed', codes: { transaction: 'tx_failed' } })
})

test('behavior: a fresh refusal that no ledger will take is final, with the fee that would have passed', async () => {
  const { clock, end } = setUp(refusedBy(-9, 5_000n))
  await clock.advance(0)
  expect(await end).toMatchObject({
    status: 'rejected',
    codes: { transaction: 'tx_insufficient_fee' },
    minimumFee: 5_000n,
  })
})

test('behavior: after an answer that was lost a refusal proves nothing: the first copy is applied', async () => {
  const { clock, network, end, close } = setUp(gone(), refusedBy(-7))
  await clock.advance(0)
  await clock.advance(10_000)
  expect(network.posts).toBeGreaterThan(1)
  await close({ code: 0 })
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'applied' })
})

test.each([
  ['nobody listens', refusedConnection()],
  ['the queue here is full', new QueueFullError({ message: 'Full.', remedy: 'Wait.' })],
  ['no server can be asked', new ServersDownError({ message: 'All down.', remedy: 'Wait.' })],
])('behavior: bytes that never left, because %s, are in no queue: a refusal of them is final', async (_, error) => {
  const { clock, network, end } = setUp(error, refusedBy(-9, 5_000n))
  await clock.advance(10_000)
  expect([await end, network.posts]).toMatchObject([{ status: 'rejected', minimumFee: 5_000n }, 2])
})

test('behavior: a 504 after which the bytes never arrive ends as expired, proved by a ledger past the bound', async () => {
  const { clock, network, end, close } = setUp(unclear)
  for (let ledger = 2; ledger * LEDGER_MS <= MAX_TIME_S * 1_000; ledger += 1) {
    await close()
    await clock.advance(0)
  }
  let isOver = false
  void end.then(() => (isOver = true))
  await clock.advance(0)
  expect(isOver).toBe(false) // the last ledger closed at the bound itself: it may hold the transaction
  await close()
  expect(await end).toEqual({ status: 'expired', hash: expect.any(String), provenAtLedger: network.ledger })
})

test('behavior: TRY_AGAIN_LATER is asked by hash and sent again with the next ledger', async () => {
  const { clock, network, end, close } = setUp(notTaken, queued)
  await clock.advance(0)
  await close()
  expect(network.posts).toBe(2)
  await close({ code: 0 })
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: what is too early is sent again with the next ledger', async () => {
  const { clock, network, close } = setUp(refusedBy(-2), queued)
  await clock.advance(0)
  await close()
  expect(network.posts).toBe(2)
})

test('behavior: a sequence number that another transaction used is a rejection', async () => {
  const { clock, end, close } = setUp(refusedBy(-5))
  await close('another')
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'rejected', codes: { transaction: 'tx_bad_seq' } })
})

test('behavior: tx_bad_seq for bytes that were applied before, as after a restart, ends as applied', async () => {
  const { clock, network, end } = setUp(refusedBy(-5))
  network.close({ code: 0 })
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: a history that lags behind the state proves nothing: a sequence number that is used is settled by hash, later', async () => {
  const { clock, network, end } = setUp(gone(), refusedBy(-5))
  network.historyLag = 2
  network.close({ code: 0 })
  await clock.advance(30_000)
  network.historyLag = 0
  await clock.advance(30_000)
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
})

test('behavior: an account whose history shows its end, and no use of the number, cannot have it applied past the bound', async () => {
  const { clock, network, end, close } = setUp(queued)
  await clock.advance(0)
  network.accountExists = false
  network.ledger = 50
  network.history.push(mergedBySomebody(50))
  await close()
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'expired', provenAtLedger: 51 })
})

test('behavior: an account that is gone may have used the number before: where history lags, as behind one URL, that is no expiry', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  let lags = true
  const lagging: SubmissionPort = {
    ...port,
    transaction: async (...args) => (lags ? undefined : port.transaction(...args)),
    transactions: async (...args) => (lags ? { records: [], nextCursor: undefined } : port.transactions(...args)),
  }
  const end = createSubmit(lagging)(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  network.accountExists = false
  for (network.ledger = 50; network.ledger < 60; ) {
    network.close()
    await clock.advance(LEDGER_MS)
  }
  lags = false
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
})

test.each([
  ['the sequence number was used since', true],
  ['the account was removed since', false],
])(
  'error: applied in a ledger that the server dropped, it is neither rejected nor expired when %s',
  async (_, exists) => {
    const { clock, network, end, close } = setUp(refusedBy(-5))
    network.keepsAll = false
    network.ledger = 50
    network.eldest = 40
    network.accountExists = exists
    if (exists) {
      network.sequence = SEQUENCE + 1n
      network.history.push({
        ...bySomebody(50, Operation.bumpSequence({ bumpTo: '0' })),
        sourceAccount: keypair.publicKey(),
        sequence: SEQUENCE + 1n,
      })
    } else {
      network.history.push(mergedBySomebody(50))
    }
    const told = expect(end).rejects.toMatchObject({ code: 'SDEX_BEFORE_HISTORY' })
    await close()
    await clock.advance(30_000)
    await told
  },
)

test('behavior: as long as the server keeps ledgers from before the time bound, what it dropped is waited for', async () => {
  const { clock, network, end, close } = setUp(gone(), refusedBy(-5))
  network.keepsAll = false
  network.accountExists = false
  network.ledger = 18
  network.eldest = 10
  network.history.push(mergedBySomebody(18))
  let isOver = false
  end.finally(() => (isOver = true)).catch(() => {})
  for (; network.ledger < 30; await clock.advance(LEDGER_MS)) await close()
  expect(isOver).toBe(false)
  network.keepsAll = true
  await close()
  await clock.advance(60_000)
  expect(await end).toMatchObject({ status: 'expired' })
})

const failedPerhapsInLedger = (code: number): PostAnswer => ({
  ...{ type: 'refused', resultXdr: resultXdr(code), mayBeInLedger: true },
})

test('behavior: a refusal that may be of a ledger is none: a server that lags does not know the hash yet', async () => {
  const { clock, network, end } = setUp(failedPerhapsInLedger(-1))
  network.close({ code: -1 })
  network.lags = [5]
  await clock.advance(20_000)
  network.lags = [0]
  await clock.advance(20_000)
  expect(await end).toMatchObject({ status: 'failed', ledger: 2, codes: { transaction: 'tx_failed' } })
})

test('behavior: a refusal that may be of a ledger, and is of none, ends with the time bound; one for the fee at once', async () => {
  const { clock, network, end, close } = setUp(failedPerhapsInLedger(-6))
  for (; network.ledger < 22; await clock.advance(0)) await close()
  expect(await end).toMatchObject({ status: 'expired' })
  expect(await setUp(failedPerhapsInLedger(-9)).end).toMatchObject({ status: 'rejected' })
})

test.each([
  ['by hash', queued],
  ['to the route that waits', { type: 'inLedger', transaction: bySomebody(3, Operation.inflation()) } as PostAnswer],
])('behavior: the body of another transaction, as of a broken cache, %s, is no answer', async (_, answer) => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [answer, refusedBy(-7)]
  const transaction: SubmissionPort['transaction'] = async () => bySomebody(network.ledger, Operation.inflation())
  const end = createSubmit({ ...port, transaction })(envelope())
  for (; network.ledger < 22; await clock.advance(0)) network.close()
  expect(await end).toMatchObject({ status: 'expired' })
})

test('error: a transaction in a ledger whose result cannot be decoded has no end: that is waited for', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const end = createSubmit(port)(envelope(), { timeoutMs: 200_000 })
  const told = expect(end).rejects.toMatchObject({ code: 'SDEX_TIMEOUT' })
  await clock.advance(0)
  network.close({ code: 0 })
  network.history = network.history.map((record) => ({ ...record, resultXdr: 'AAAA' }))
  for (; network.ledger < 30; await clock.advance(LEDGER_MS)) network.close()
  await clock.advance(200_000)
  await told
})

test('behavior: what one server proves is not believed while another one has the transaction', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const other: SubmissionPort = {
    ...port,
    transaction: async (hash) =>
      ({ hash, ledger: 3, successful: true, feeCharged: 100n, resultXdr: resultXdr(0) }) as Transaction,
  }
  const silent: SubmissionPort = { ...port, transaction: () => Promise.reject(gone()) }
  const end = createSubmit({ ...port, serverCount: 3, eachReads: () => [port, silent, other] })(envelope())
  for (; network.ledger < 22; await clock.advance(LEDGER_MS)) network.close()
  expect(await end).toMatchObject({ status: 'applied', ledger: 3 })
})

/** Whether so many servers, of which one hides the transaction and the others are dead or agree, end it as expired. */
async function isExpiredBy(serverCount: number, agreeingCount: number): Promise<boolean> {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const dead = { ...port, transaction: () => Promise.reject(gone()), account: () => Promise.reject(gone()) }
  const eachReads = () => Array.from({ length: serverCount }, (_, index) => (index < agreeingCount ? port : dead))
  const caller = new AbortController()
  let isExpired = false
  createSubmit({ ...port, serverCount, eachReads })(envelope(), { signal: caller.signal }).then(
    ({ status }) => (isExpired = status === 'expired'),
    () => {},
  )
  for (; network.ledger < 30; await clock.advance(LEDGER_MS)) network.close()
  caller.abort()
  await clock.advance(0)
  return isExpired
}

test('behavior: of several servers at least half have to prove an expiry: those that are dead agree to nothing', async () => {
  expect(await isExpiredBy(2, 1)).toBe(true)
  expect(await isExpiredBy(3, 1)).toBe(false)
  expect(await isExpiredBy(3, 2)).toBe(true)
  expect(await isExpiredBy(4, 1)).toBe(false)
})

test('behavior: what one server dropped is proved by another one that keeps it', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [refusedBy(-5)]
  const dropped = bySomebody(40, Operation.inflation())
  const young: SubmissionPort = { ...port, transactions: async () => ({ records: [dropped], nextCursor: undefined }) }
  network.close('another')
  network.ledger = 50
  network.eldest = 40
  const end = createSubmit({ ...young, serverCount: 2, eachReads: () => [young, port] })(envelope())
  await clock.advance(30_000)
  expect(await end).toMatchObject({ status: 'rejected', codes: { transaction: 'tx_bad_seq' } })
})

test('behavior: a listener that throws does not end a transaction that is queued', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const onAccepted = (): never => {
    throw new TypeError('the listener is broken')
  }
  const end = createSubmit(port)(envelope(), { onAccepted })
  createSubmit(port)(envelope(), { onAccepted: async () => onAccepted() })
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: a server that is away is waited for when it is asked whether a destination wants a memo', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  let asked = 0
  const accountData: SubmissionPort['accountData'] = async (...args) => {
    asked += 1
    return asked === 1 ? Promise.reject(gone()) : port.accountData(...args)
  }
  const pay = Operation.payment({ destination: somebody, asset: Asset.native(), amount: '1' })
  const end = createSubmit({ ...port, accountData })(envelope(MAX_TIME_S, pay), { checkMemo: true })
  await clock.advance(10_000)
  expect([asked, network.posts]).toEqual([2, 1])
  end.catch(() => {})
})

test('behavior: a fee bump is judged by what was said of its inner transaction, which was applied by itself', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [{ type: 'refused', resultXdr: bumpResultXdr(-5), mayBeInLedger: false }]
  network.close({ code: 0 })
  const end = createSubmit(port)(feeBump(envelope()))
  await clock.advance(30_000)
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
})

test('behavior: a refusal of a fee bump tells the inner code too', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [{ type: 'refused', resultXdr: bumpResultXdr(-6), mayBeInLedger: false }]
  expect(await createSubmit(port)(feeBump(envelope()))).toMatchObject({
    status: 'rejected',
    codes: { transaction: 'tx_fee_bump_inner_failed', innerTransaction: 'tx_bad_auth' },
  })
})

test('behavior: bytes that were aborted after they were sent are not refused when they are submitted again', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued, refusedBy(-9)]
  const submit = createSubmit(port)
  const caller = new AbortController()
  const first = submit(envelope(), { signal: caller.signal })
  const firstEnd = expect(first).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  await clock.advance(0)
  caller.abort()
  await firstEnd
  const second = submit(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(10_000)
  expect(await second).toMatchObject({ status: 'applied' })
})

test.each([
  ['bytes that were queued before, though nobody listens now', [queued, refusedConnection()], undefined],
  ['bytes that never left, as nobody listened', [refusedConnection()], 'rejected'],
  ['bytes whose end was told', [refusedBy(-9)], 'rejected'],
])('behavior: %s are known, or not, when they are submitted again', async (_, answers, status) => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  const submit = createSubmit(port)
  let end: SubmissionResult | undefined
  for (const answer of [...answers, refusedBy(-9)]) {
    network.answers = [answer]
    end = undefined
    const caller = new AbortController()
    submit(envelope(), { signal: caller.signal }).then(
      (result) => (end = result),
      () => {},
    )
    await clock.advance(500)
    caller.abort()
  }
  await clock.advance(0)
  expect([end?.status, network.posts]).toEqual([status, answers.length + 1])
})

test('behavior: the 1,000 transactions that were sent last are known, and no older ones', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const submit = createSubmit(port)
  const caller = new AbortController()
  const sent = Array.from({ length: 1_001 }, (_, index) => envelope(MAX_TIME_S + index))
  for (const one of sent) submit(one, { signal: caller.signal }).catch(() => {})
  await clock.advance(0)
  expect(network.posts).toBe(1_001)
  caller.abort()
  await clock.advance(0)
  network.answers = [refusedBy(-7)]
  const leaving = new AbortController()
  const ends: string[] = []
  for (const index of [1, 0]) {
    submit(sent[index] ?? '', { signal: leaving.signal }).then(
      ({ status }) => ends.push(`${index} ${status}`),
      () => ends.push(`${index} left`),
    )
    await clock.advance(20_000)
  }
  leaving.abort()
  await clock.advance(0)
  expect(ends).toEqual(['0 rejected', '1 left'])
})

test('behavior: applied on a server that is gone: one that is five ledgers behind never makes it expired or refused', async () => {
  const { clock, network, end, close } = setUp(queued, refusedBy(-5))
  await clock.advance(0)
  network.ledger = 18
  network.reachable = false
  await close({ code: 0 }) // at 19, a ledger before the bound
  network.reachable = true
  network.lags = [5]
  for (let ledger = 20; ledger < 27; ledger += 1) {
    await close()
    await clock.advance(LEDGER_MS)
  }
  expect(await end).toMatchObject({ status: 'applied', ledger: 19 })
})

test('behavior: behind one URL one server knows that the number is used, and another one has no such hash: that is no rejection', async () => {
  const { clock, network, end } = setUp(refusedBy(-5))
  network.close({ code: 0 })
  network.lags = [0, 3, 0, 3] // network, hash, account, its transactions
  let isOver = false
  void end.then(() => (isOver = true))
  await clock.advance(0)
  expect(isOver).toBe(false)
  network.lags = [0]
  await clock.advance(30_000)
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: resumed, the bytes are asked for by hash before they are sent again, and no refusal ends them', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [refusedBy(-7)]
  const end = createSubmit(port)(envelope(), { resume: true })
  await clock.advance(0)
  expect(network.posts).toBe(1)
  network.close({ code: 0 })
  await clock.advance(LEDGER_MS)
  expect(await end).toMatchObject({ status: 'applied' })
  expect(await createSubmit(port)(envelope(), { resume: true })).toMatchObject({ status: 'applied' })
  expect(network.posts).toBe(1)
})

test('behavior: where another server is there, bytes without a clear answer go to it at once', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [unclear, queued]
  const end = createSubmit({ ...port, serverCount: 2 })(envelope())
  await clock.advance(0)
  expect(network.posts).toBe(2)
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await end).toMatchObject({ status: 'applied' })
})

test('error: a destination that asks for memos is not paid without one; oneself and a muxed address are', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  const exchange = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(9)).publicKey()
  network.memoRequiredBy = exchange
  network.answers = [queued]
  const payment = (destination: string): string =>
    envelope(MAX_TIME_S, Operation.payment({ destination, asset: Asset.native(), amount: '1' }))
  const submit = createSubmit(port)
  const refused = submit(payment(exchange), { checkMemo: true })
  await expect(refused).rejects.toMatchObject({ code: 'SDEX_MEMO_REQUIRED', input: exchange })
  expect(network.posts).toBe(0)
  network.memoRequiredBy = keypair.publicKey()
  const customer = new MuxedAccount(new Account(exchange, '0'), '7').accountId()
  const caller = new AbortController()
  const payOneself = { destination: keypair.publicKey(), asset: Asset.native(), amount: '1' }
  const byMuxed = new MuxedAccount(new Account(keypair.publicKey(), '0'), '7').accountId()
  const muxed = envelope(MAX_TIME_S, Operation.payment({ ...payOneself, source: byMuxed }))
  for (const envelopeXdr of [payment(keypair.publicKey()), muxed, payment(customer)]) {
    submit(envelopeXdr, { checkMemo: true, signal: caller.signal }).catch(() => {})
  }
  await clock.advance(0)
  expect(network.posts).toBe(3)
  caller.abort()
  await clock.advance(0)
})

test('error: an envelope without a bound, or none at all, is refused before anything is sent', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  const submit = createSubmit(port)
  await expect(submit(envelope(0))).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION' })
  await expect(submit('AAAA')).rejects.toMatchObject({ code: 'SDEX_INVALID_ENVELOPE' })
  expect(network.posts).toBe(0)
})

test('error: closing the client ends a submission at once and leaves no timer', async () => {
  const clock = createVirtualClock()
  const { network, port, closed$ } = createNetwork(clock)
  network.answers = [queued]
  const end = expect(createSubmit(port)(envelope())).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  await clock.advance(0)
  closed$.next()
  await end
  expect(clock.timerCount).toBe(0)
})

test('behavior: an abort leaves no timer, and the same bytes can be submitted again', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const submit = createSubmit(port)
  const caller = new AbortController()
  const first = submit(envelope(), { signal: caller.signal })
  const firstEnd = expect(first).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  await clock.advance(0)
  caller.abort()
  await firstEnd
  await clock.advance(0)
  expect(clock.timerCount).toBe(0)
  const second = submit(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await second).toMatchObject({ status: 'applied' })
})

/** What may happen between two moments of a run. */
const anyMoment = fc.record({
  answer: fc.constantFrom<PostAnswer | 'lost'>(queued, notTaken, unclear, refusedBy(-7), refusedBy(-5), 'lost'),
  reachable: fc.boolean(),
  historyLag: fc.nat(3),
  lags: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
  event: fc.constantFrom('nothing', 'ledger', 'ledger', 'apply', 'usedByAnother'),
})

test('property: whatever is lost, refused or away, the end is the ledger’s own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyMoment, { maxLength: 25 }), async (moments) => {
      const clock = createVirtualClock()
      const { network, port } = createNetwork(clock)
      network.answers = [moments[0]?.answer === 'lost' ? gone() : (moments[0]?.answer ?? queued)]
      let mayApply = false // bytes that some queue took, or may have taken
      const counted: SubmissionPort = {
        ...port,
        post: async (...args) => {
          const [next] = network.answers
          if (next instanceof Error || (next !== undefined && next.type !== 'refused' && next.type !== 'notTaken')) {
            mayApply = true
          }
          return port.post(...args)
        },
      }
      let end: SubmissionResult | undefined
      const done = createSubmit(counted)(envelope()).then((result) => {
        end = result
      })
      await clock.advance(0)
      for (const { answer, reachable, historyLag, lags, event } of moments) {
        network.answers = [answer === 'lost' ? gone() : answer]
        network.reachable = reachable
        network.historyLag = historyLag
        network.lags = lags
        const isFree = network.sequence < SEQUENCE && (network.ledger + 1) * LEDGER_MS <= MAX_TIME_S * 1_000
        if (event === 'apply' && isFree && mayApply) network.close({ code: 0 })
        else if (event === 'usedByAnother' && isFree) network.close('another')
        else if (event !== 'nothing') network.close()
        await clock.advance(LEDGER_MS)
        if (end !== undefined) break
      }
      network.reachable = true
      network.historyLag = 0
      network.lags = [0, 5]
      network.answers = [refusedBy(-3)]
      for (let ledger = 0; end === undefined && ledger < 40; ledger += 1) {
        network.close()
        await clock.advance(LEDGER_MS)
      }
      await done
      const isApplied = network.history.some(({ hash }) => hash !== 'another')
      expect(end?.status === 'applied').toBe(isApplied)
      expect(clock.timerCount).toBe(0)
    }),
    { numRuns: 500 },
  )
})
