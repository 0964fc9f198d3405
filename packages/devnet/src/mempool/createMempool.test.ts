import { expect, test } from 'vitest'
import { createMempool, type Mempool, type Queueable } from './createMempool.ts'

type Given = Partial<Queueable> & { readonly hash: string }
const tx = (given: Given): Queueable => ({ source: 'A', sequence: 1n, fee: 100n, operationCount: 1, ...given })

function emptyPool(maxLedgerOperations = 100, refused: ReadonlySet<string> = new Set()): Mempool<Queueable, string> {
  return createMempool<Queueable, string>({
    check: ({ hash }) => (refused.has(hash) ? 'refused' : undefined),
    badSequence: () => 'bad seq',
    maxLedgerOperations: () => maxLedgerOperations,
  })
}

const selected = (pool: Mempool<Queueable, string>): readonly string[] =>
  pool.select(() => true).map(({ hash }) => hash)

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
  expect(pool.select(({ hash }) => hash !== 'late').map(({ hash }) => hash)).toEqual(['good'])
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

test('behavior: no more than two ledgers of operations wait', () => {
  const pool = emptyPool(2)
  expect(pool.submit(tx({ hash: '1', source: 'A', operationCount: 3 }))).toEqual({ status: 'PENDING' })
  expect(pool.submit(tx({ hash: '2', source: 'B', operationCount: 2 }))).toEqual({ status: 'TRY_AGAIN_LATER' })
  expect(pool.submit(tx({ hash: '3', source: 'C', operationCount: 1 }))).toEqual({ status: 'PENDING' })
  expect(pool.size).toBe(2)
})
