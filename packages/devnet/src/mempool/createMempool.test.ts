import { expect, test } from 'vitest'
import { createMempool, type Mempool, type Queueable } from './createMempool.ts'

type Given = Partial<Queueable> & { readonly hash: string }
const tx = (given: Given): Queueable => ({
  ...{ source: 'A', sequence: 1n, fee: 100n, operationCount: 1, isDex: false },
  ...given,
})

function emptyPool(maxLedgerOperations = 100, refused: ReadonlySet<string> = new Set()): Mempool<Queueable, string> {
  return createMempool<Queueable, string>({
    check: ({ hash }) => (refused.has(hash) ? 'refused' : undefined),
    refuse: (refusal) => (refusal.type === 'badSequence' ? 'bad seq' : `needs ${refusal.neededFee}`),
    ledgerRoom: () => ({ operations: maxLedgerOperations }),
  })
}

const selected = (pool: Mempool<Queueable, string>): readonly string[] =>
  pool.select(() => true).transactions.map(({ hash }) => hash)

const surgeFee = (pool: Mempool<Queueable, string>): bigint | undefined => {
  const { transactions, surgeFeeOf } = pool.select(() => true)
  return transactions[0] && surgeFeeOf(transactions[0])
}

test('behavior: one transaction waits per source', () => {
  const pool = emptyPool()
  expect(pool.submit(tx({ hash: '1', sequence: 5n }))).toEqual({ status: 'PENDING' })
  expect(pool.submit(tx({ hash: '1', sequence: 5n }))).toEqual({ status: 'DUPLICATE' })
  expect(pool.submit(tx({ hash: '2', sequence: 6n }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(tx({ hash: '3', sequence: 5n }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(tx({ hash: '4', sequence: 4n }))).toEqual({ status: 'ERROR', refusal: 'bad seq' })
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
  pool.ledgerClosed(['1'])
  expect(pool.size).toBe(0)
  expect(pool.submit(tx({ hash: '2', sequence: 2n }))).toEqual({ status: 'PENDING' })
  pool.ledgerClosed(['2'])
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
  expect(pool.select(({ hash }) => hash !== 'late').transactions.map(({ hash }) => hash)).toEqual(['good'])
  expect(pool.size).toBe(1)
  expect(pool.submit(tx({ hash: 'late' }))).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('behavior: the best bids per operation fill the ledger, the others wait', () => {
  const pool = emptyPool(5)
  pool.submit(tx({ hash: 'cheap', source: 'A', fee: 300n, operationCount: 3 }))
  pool.submit(tx({ hash: 'dear', source: 'B', fee: 900n, operationCount: 3 }))
  pool.submit(tx({ hash: 'small', source: 'C', fee: 100n, operationCount: 1 }))
  expect(selected(pool)).toEqual(['dear', 'small'])
  pool.ledgerClosed(['dear', 'small'])
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
