import { expect, test } from 'vitest'
import { shownUrl } from './shownUrl.ts'

test('behavior: a shown URL keeps what Horizon knows, and the names of the rest', () => {
  expect(shownUrl('https://u:p@h.test:8000/stellar/trades?key=s3cret&base_asset_type=native&limit=5#x')).toBe(
    'https://h.test:8000/stellar/trades?key=…&base_asset_type=native&limit=5',
  )
  expect(shownUrl('https://h.test/')).toBe('https://h.test/')
  expect(shownUrl('no url')).toBe('?')
})

test('behavior: a secret seed is shown nowhere', () => {
  const seed = `S${'A'.repeat(55)}`
  expect(shownUrl(`https://h.test/accounts/${seed}?account=${seed}`)).not.toContain(seed)
})
