import { createVirtualClock } from '@sdex/testkit'
import { Operation } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import {
  bySomebody,
  createNetwork,
  envelope,
  gone,
  keypair,
  LEDGER_MS,
  mergedBySomebody,
  queued,
  refusedBy,
  resultXdr,
  SEQUENCE,
  setUp,
} from '../../test/fakeNetwork.ts'
import type { Transaction } from '../types/transactions.ts'
import { createSubmit } from './createSubmit.ts'
import type { PostAnswer, SubmissionPort } from './submissionPort.ts'

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
