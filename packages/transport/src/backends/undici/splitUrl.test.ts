import { expect, test } from 'vitest'
import { createSplitUrl } from './splitUrl.ts'

test('behavior: URLs are split as a parser splits them, whatever came before', () => {
  const split = createSplitUrl()
  const paths = [
    '/',
    '',
    '/a?b=c%3Ad',
    '/a/../b',
    '/%2e%2e/b',
    '/a b',
    '/a#b',
    '/ä',
    '/a?b=c.d',
    ':8000/a',
    '.example/a',
    '@other/a',
  ]
  const origins = ['https://horizon.stellar.org', 'http://127.0.0.1:8000', 'https://localhost']
  const urls = origins
    .flatMap((origin) => ['/first', ...paths].map((path) => `${origin}${path}`))
    .filter((url) => URL.canParse(url))
  expect(urls.length).toBeGreaterThan(30)
  for (const url of urls) {
    const { origin, pathname, search } = new URL(url)
    expect(split(url)).toMatchObject({ origin, path: `${pathname}${search}` })
  }
})

test('behavior: only another machine over https is one to compress for', () => {
  const split = createSplitUrl()
  const shown = (url: string) => split(url).isSecureElsewhere
  expect(shown('https://horizon.stellar.org/')).toBe(true)
  expect(
    ['http://horizon.stellar.org/', 'https://localhost:1/', 'https://127.0.0.1/', 'https://[::1]/'].map(shown),
  ).toEqual([false, false, false, false])
})
