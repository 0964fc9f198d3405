import { expect, test } from 'vitest'
import { shownUrl } from './shownUrl.ts'

test('behavior: a shown URL keeps what Horizon knows, and the names of the rest', () => {
  expect(shownUrl('https://u:p@h.test:8000/stellar/trades?key=s3cret&base_asset_type=native&limit=5#x')).toBe(
    'https://h.test:8000/stellar/trades?key=…&base_asset_type=native&limit=5',
  )
  expect(shownUrl('https://h.test/')).toBe('https://h.test/')
  expect(shownUrl('no url')).toBe('?')
})

test('behavior: a key in the path is not shown, ids of Horizon are', () => {
  const [key, hash, id] = ['b7Fq3-9xLw02_kdPzYq81', 'ab12'.repeat(16), `G${'A2'.repeat(27)}A`]
  expect(shownUrl(`https://h.test/v1/${key}/transactions/${hash}?limit=5`)).toBe(
    `https://h.test/v1/…/transactions/${hash}?limit=5`,
  )
  expect(shownUrl(`https://h.test/${hash}/accounts/${id}/transactions`)).toBe(
    `https://h.test/…/accounts/${id}/transactions`,
  )
  expect(shownUrl('https://h.test/horizon-v2/transactions_async')).toBe('https://h.test/horizon-v2/transactions_async')
})

test('behavior: a secret seed is shown nowhere', () => {
  const seed = `S${'A'.repeat(55)}`
  expect(shownUrl(`https://h.test/accounts/${seed}?account=${seed}`)).not.toContain(seed)
})
