import { expect, test } from 'vitest'
import { createMempool, type Mempool } from './createMempool.ts'
import type { Queueable } from './queueable.ts'

type Given = Partial<Queueable> & { readonly hash: string }
const tx = (given: Given): Queueable => ({
  ...{ source: 'A', feeSource: given.source ?? 'A', sequence: 1n, fee: 100n, operationCount: 1, isDex: false },
  ...{ minSequence: undefined, waitsForSequence: false, envelopeHash: given.hash, innerEnvelopeHash: undefined },
  ...given,
})
/** A fee bump of what has the hash `inner`. */
const bump = (inner: string, given: Given): Queueable => tx({ innerEnvelopeHash: inner, operationCount: 2, ...given })

type Rules = { readonly allowsChains?: boolean; readonly balance?: bigint }

function emptyPool(
  maxLedgerOperations = 100,
  refused: ReadonlySet<string> = new Set(),
  { allowsChains = false, balance = 1_000_000n }: Rules = {},
): Mempool<Queueable, string> {
  return createMempool<Queueable, string>({
    check: ({ hash, sequence }, last) => {
      const isOutOfTurn = last !== undefined && sequence !== last + 1n
      return refused.has(hash) || isOutOfTurn ? 'refused' : undefined
    },
    refuse: (refusal) => (refusal.type === 'insufficientFee' ? `needs ${refusal.neededFee}` : refusal.type),
    availableBalance: () => balance,
    ledgerRoom: () => ({ operations: maxLedgerOperations }),
    allowsChains: () => allowsChains,
  })
}

const selected = (pool: Mempool<Queueable, string>): readonly string[] =>
  pool.select(() => false).transactions.map(({ hash }) => hash)

const surgeFee = (pool: Mempool<Queueable, string>): bigint | undefined => {
  const { transactions, surgeFeeOf } = pool.select(() => false)
  return transactions[0] && surgeFeeOf(transactions[0])
}

test('behavior: one transaction waits per source', () => {
  const pool = emptyPool()
  expect(pool.submit(tx({ hash: '1', sequence: 5n }))).toEqual({ status: 'PENDING' })
  expect(pool.submit(tx({ hash: '1', sequence: 5n }))).toEqual({ status: 'DUPLICATE' })
  expect(pool.submit(tx({ hash: '2', sequence: 6n }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(tx({ hash: '3', sequence: 5n }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(tx({ hash: '4', sequence: 4n }))).toEqual({ status: 'ERROR', refusal: 'badSequence' })
  expect(pool.submit(tx({ hash: '5', source: 'B' }))).toEqual({ status: 'PENDING' })
  expect(selected(pool)).toEqual(['1', '5'])
})

test('error: what no ledger would take is refused with its result and may come again', () => {
  const refused = new Set(['1'])
  const pool = emptyPool(100, refused)
  expect(pool.submit(tx({ hash: '1' }))).toEqual({ status: 'ERROR', refusal: 'refused' })
  refused.clear()
  expect(pool.submit(tx({ hash: '1' }))).toEqual({ status: 'PENDING' })
})

test('behavior: what was applied makes room for its source, and its hash is banned for ten ledgers', () => {
  const pool = emptyPool()
  pool.submit(tx({ hash: '1' }))
  pool.ledgerClosed([tx({ hash: '1' })])
  expect(pool.size).toBe(0)
  expect(pool.submit(tx({ hash: '2', sequence: 2n }))).toEqual({ status: 'PENDING' })
  pool.ledgerClosed([tx({ hash: '2', sequence: 2n })])
  for (let ledger = 1; ledger < 10; ledger += 1) {
    expect(pool.submit(tx({ hash: '2' }))).toEqual({ status: 'TRY_AGAIN_LATER' })
    pool.ledgerClosed([])
  }
  expect(pool.submit(tx({ hash: '2' }))).toEqual({ status: 'PENDING' })
})

test('behavior: four ledgers of waiting end in a ban', () => {
  const pool = emptyPool()
  pool.submit(tx({ hash: '1' }))
  for (let ledger = 0; ledger < 3; ledger += 1) pool.ledgerClosed([])
  expect(selected(pool)).toEqual(['1'])
  pool.ledgerClosed([])
  expect(pool.size).toBe(0)
  expect(pool.submit(tx({ hash: '1' }))).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('behavior: what the next ledger cannot take any more is dropped and banned', () => {
  const pool = emptyPool()
  pool.submit(tx({ hash: 'late' }))
  pool.submit(tx({ hash: 'good', source: 'B' }))
  expect(pool.select(({ hash }) => hash === 'late').transactions.map(({ hash }) => hash)).toEqual(['good'])
  expect(pool.size).toBe(1)
  expect(pool.submit(tx({ hash: 'late' }))).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('behavior: the best bids per operation fill the ledger, the others wait', () => {
  const pool = emptyPool(5)
  pool.submit(tx({ hash: 'cheap', source: 'A', fee: 300n, operationCount: 3 }))
  pool.submit(tx({ hash: 'dear', source: 'B', fee: 900n, operationCount: 3 }))
  pool.submit(tx({ hash: 'small', source: 'C', fee: 100n, operationCount: 1 }))
  expect(selected(pool)).toEqual(['dear', 'small'])
  pool.ledgerClosed([tx({ hash: 'dear', source: 'B' }), tx({ hash: 'small', source: 'C' })])
  expect(selected(pool)).toEqual(['cheap'])
})

test('behavior: surge pricing sets in when something does not fit, at the lowest bid that did', () => {
  const pool = emptyPool(5)
  pool.submit(tx({ hash: 'dear', source: 'A', fee: 1_000n, operationCount: 3 }))
  pool.submit(tx({ hash: 'lowest', source: 'B', fee: 401n, operationCount: 2 }))
  expect(surgeFee(pool)).toBeUndefined()
  pool.submit(tx({ hash: 'left out', source: 'C', fee: 200n, operationCount: 1 }))
  expect(surgeFee(pool)).toBe(201n)
})

test('behavior: a better bid drives the worst out of a full queue, and they are banned', () => {
  const pool = emptyPool(2)
  pool.submit(tx({ hash: 'worst', source: 'A', fee: 100n, operationCount: 1 }))
  pool.submit(tx({ hash: 'middle', source: 'B', fee: 400n, operationCount: 2 }))
  pool.submit(tx({ hash: 'best', source: 'C', fee: 900n, operationCount: 1 }))
  expect(pool.submit(tx({ hash: 'better', source: 'D', fee: 602n, operationCount: 2 }))).toEqual({ status: 'PENDING' })
  expect(selected(pool)).toEqual(['best'])
  expect(pool.size).toBe(2)
  expect(pool.submit(tx({ hash: 'worst', source: 'A' }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(tx({ hash: 'middle', source: 'B', operationCount: 2 }))).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('error: a bid that drives nobody out learns what it takes, and its hash is banned', () => {
  const pool = emptyPool(2)
  pool.submit(tx({ hash: '1', source: 'A', fee: 1_000n, operationCount: 3 }))
  pool.submit(tx({ hash: '2', source: 'B', fee: 300n, operationCount: 1 }))
  // Of those waiting the worse bids 300 an operation; three of them cost 900, and one stroop more is better.
  const refused = pool.submit(tx({ hash: '3', source: 'C', fee: 900n, operationCount: 3 }))
  expect(refused).toEqual({ status: 'ERROR', refusal: 'needs 901' })
  expect(pool.submit(tx({ hash: '3', source: 'C', fee: 900n, operationCount: 3 }))).toEqual({
    status: 'TRY_AGAIN_LATER',
  })
  expect(pool.size).toBe(2)
})

test('error: what is larger than the whole queue is told to try again', () => {
  expect(emptyPool(2).submit(tx({ hash: '1', operationCount: 5 }))).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('error: a transaction that no ledger takes drives nobody out', () => {
  const pool = emptyPool(1, new Set(['bad']))
  pool.submit(tx({ hash: '1', source: 'A', operationCount: 2, fee: 200n }))
  expect(pool.submit(tx({ hash: 'bad', source: 'B', fee: 900n }))).toEqual({ status: 'ERROR', refusal: 'refused' })
  expect(pool.size).toBe(1)
})

test('behavior: before protocol 20 a chain of sequence numbers waits, and enters a ledger in its order', () => {
  const pool = emptyPool(100, new Set(), { allowsChains: true })
  expect(pool.submit(tx({ hash: '1' }))).toEqual({ status: 'PENDING' })
  expect(pool.submit(tx({ hash: '2', sequence: 2n, fee: 900n }))).toEqual({ status: 'PENDING' })
  expect(pool.submit(tx({ hash: '1' }))).toEqual({ status: 'DUPLICATE' })
  expect(pool.submit(tx({ hash: '4', sequence: 4n }))).toEqual({ status: 'ERROR', refusal: 'refused' })
  expect(pool.submit(bump('x', { hash: '5', sequence: 5n }))).toEqual({ status: 'ERROR', refusal: 'badSequence' })
  expect(pool.submit(tx({ hash: 'b', source: 'B', fee: 500n }))).toEqual({ status: 'PENDING' })
  expect(selected(pool)).toEqual(['b', '1', '2'])
})

test('behavior: what is dropped takes what follows it in its chain along, and all of that is banned', () => {
  const refused = new Set<string>()
  const pool = emptyPool(100, refused, { allowsChains: true })
  for (const sequence of [1n, 2n, 3n]) pool.submit(tx({ hash: String(sequence), sequence }))
  expect(pool.select(({ hash }) => hash === '2').transactions.map(({ hash }) => hash)).toEqual(['1'])
  expect(pool.submit(tx({ hash: '3', sequence: 3n }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.size).toBe(1)
})

test('behavior: what waits for time since the sequence number changed does not join a chain', () => {
  const pool = emptyPool(100, new Set(), { allowsChains: true })
  pool.submit(tx({ hash: '1' }))
  expect(pool.submit(tx({ hash: '2', sequence: 2n, waitsForSequence: true }))).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('behavior: a fee bump at ten times the bid takes the place of what waits; one below learns what it takes', () => {
  const pool = emptyPool()
  pool.submit(tx({ hash: 'old' }))
  expect(pool.submit(bump('other', { hash: 'low', fee: 1_999n }))).toEqual({ status: 'ERROR', refusal: 'needs 2000' })
  expect(pool.submit(bump('other', { hash: 'late', sequence: 2n, fee: 9_000n }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(bump('old', { hash: 'new', fee: 2_000n }))).toEqual({ status: 'PENDING' })
  expect(selected(pool)).toEqual(['new'])
  expect(pool.submit(tx({ hash: 'old' }))).toEqual({ status: 'DUPLICATE' })
})

test('error: who cannot pay for all that waits at his cost is refused', () => {
  const pool = emptyPool(100, new Set(), { balance: 250n })
  pool.submit(tx({ hash: '1', source: 'A', feeSource: 'P' }))
  pool.submit(tx({ hash: '2', source: 'B', feeSource: 'P' }))
  expect(pool.submit(tx({ hash: '3', source: 'C', feeSource: 'P' }))).toEqual({
    status: 'ERROR',
    refusal: 'insufficientBalance',
  })
  expect(pool.size).toBe(2)
})

test('behavior: after something was driven out, what bids no more than that does not get in before the next ledger', () => {
  const pool = emptyPool(1)
  pool.submit(tx({ hash: 'worst', source: 'A', fee: 300n, operationCount: 2 }))
  pool.submit(tx({ hash: 'best', source: 'B', fee: 900n }))
  const again = tx({ hash: 'again', source: 'C', fee: 150n })
  expect(pool.submit(again)).toEqual({ status: 'ERROR', refusal: 'needs 151' })
  pool.ledgerClosed([])
  expect(pool.submit(tx({ hash: 'later', source: 'C', fee: 150n }))).toEqual({ status: 'PENDING' })
})
