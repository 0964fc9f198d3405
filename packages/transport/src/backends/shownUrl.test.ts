import { expect, test } from 'vitest'
import { parseBaseUrl } from '../baseUrl.ts'
import { createShownUrl } from './shownUrl.ts'

function shownOf(horizonUrl: string, path: string, others: readonly string[] = []): string {
  const base = parseBaseUrl(horizonUrl)
  return createShownUrl([...others.map(parseBaseUrl), base])(base.resolve(path))
}

test('behavior: a shown URL keeps what Horizon knows, and the names of the rest', () => {
  expect(shownOf('https://u:p@h.test:8000?key=s3cret', '/trades?base_asset_type=native&limit=5#x')).toBe(
    'https://h.test:8000/trades?base_asset_type=native&limit=5',
  )
  expect(createShownUrl([])('https://u:p@h.test:8000/trades?key=s3cret&limit=5#x')).toBe(
    'https://h.test:8000/trades?key=…&limit=5',
  )
  expect(shownOf('https://h.test', '/')).toBe('https://h.test/')
  expect(createShownUrl([])('no url')).toBe('?')
})

test.each([
  ['letters', '/v1/abcdefghijklmnopqrstuvwx'],
  ['few characters', '/v1/k3y0123456'],
  ['a word of Horizon before it', '/data/0123456789abcdef0123456789abcdef'],
  ['an end of base64', '/v1/c2VjcmV0LWtleS0xMjM0NTY3OA=='],
  ['escapes', '/0123456789%2Dabcdef0123'],
  ['dots before it', '/a/../k3y'],
])('behavior: no key in a path prefix is shown, also of %s; the route of Horizon is', (_, prefix) => {
  const hash = 'ab12'.repeat(16)
  const shown = `https://h.test/…/transactions/${hash}`
  expect(shownOf(`https://h.test${prefix}`, `/transactions/${hash}`)).toBe(shown)
  expect(shownOf(`https://h.test${prefix}/`, `/transactions/${hash}`)).toBe(shown)
  expect(shownOf(`https://h.test${prefix}/k3y`, `/transactions/${hash}`, [`https://h.test${prefix}`])).toBe(shown)
  expect(parseBaseUrl(`https://h.test${prefix}`).shown).toBe('https://h.test/…')
  expect(shownOf(`https://h.test${prefix}`, '/../x')).toBe('https://h.test/…/x')
})

test('behavior: a secret seed is shown nowhere', () => {
  const seed = `S${'A'.repeat(55)}`
  expect(shownOf('https://h.test', `/accounts/${seed}?account=${seed}`)).not.toContain(seed)
})
