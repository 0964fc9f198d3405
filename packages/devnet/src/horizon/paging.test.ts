import { expect, test } from 'vitest'
import type { ApiRequest } from './apiRequest.ts'
import { integerCursor, pairCursor, readPaging, readTextPaging, renderPage } from './paging.ts'
import { ProblemError } from './problem.ts'

const request = (query: string, rest: Partial<ApiRequest> = {}): ApiRequest => ({
  origin: 'http://here',
  path: '/trades',
  params: {},
  query: new URLSearchParams(query),
  url: `/trades?${query}`,
  lastEventId: undefined,
  ...rest,
})

const faultOf = (query: string): unknown => {
  try {
    readPaging(request(query), 5)
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.extras
    throw error
  }
  return undefined
}

test('behavior: ten from the beginning, upwards, unless told otherwise', () => {
  expect(readPaging(request(''), 5)).toEqual({ cursor: '', limit: 10, order: 'asc' })
  expect(readPaging(request('cursor=7&limit=200&order=desc'), 5)).toEqual({ cursor: '7', limit: 200, order: 'desc' })
})

test('behavior: now is the end of the newest ledger, and the last event goes before any cursor', () => {
  expect(readPaging(request('cursor=now'), 60_000_000).cursor).toBe('257698042054967295')
  expect(readPaging(request('cursor=now', { lastEventId: '9-1' }), 5).cursor).toBe('9-1')
})

test('behavior: a cursor of text is left as it is, unless it is a negative number', () => {
  expect(readTextPaging(request('cursor=USD_G_x'), 5).cursor).toBe('USD_G_x')
  expect(() => readTextPaging(request('cursor=-1'), 5)).toThrow(ProblemError)
})

test('error: the first fault is told, in the order that Horizon looks', () => {
  expect(faultOf('cursor=-1&limit=0')).toEqual({
    invalid_field: 'cursor',
    reason: 'the cursor -1 is a negative number: ',
  })
  expect(faultOf('limit=x&order=up')).toEqual({ invalid_field: 'limit', reason: 'unparseable value' })
  for (const limit of ['9223372036854775808', '-9223372036854775809']) {
    expect(faultOf(`limit=${limit}`)).toEqual({ invalid_field: 'limit', reason: 'unparseable value' })
  }
  expect(faultOf('limit=9223372036854775807')).toEqual(faultOf('limit=201'))
  expect(faultOf('limit=0')).toEqual({ invalid_field: 'limit', reason: 'invalid limit: non-positive value provided' })
  expect(faultOf('limit=201')).toEqual({
    invalid_field: 'limit',
    reason: 'invalid limit: value provided that is over limit max of 200',
  })
  expect(faultOf('order=up&cursor=x')).toEqual({ invalid_field: 'order', reason: 'order: invalid value' })
  expect(faultOf('cursor=x')).toEqual({ invalid_field: 'cursor', reason: 'cursor: invalid value' })
  expect(faultOf(`cursor=${2n ** 63n}`)).toEqual({ invalid_field: 'cursor', reason: 'cursor: invalid value' })
})

test('error: a pair is no integer, and the problem says no more', () => {
  expect(() => integerCursor(readPaging(request('cursor=5-1'), 5))).toThrow(ProblemError)
})

test('behavior: an operation alone stands for its end', () => {
  expect(pairCursor({ cursor: '5', order: 'asc', limit: 1 })).toEqual({ operation: 5n, index: 2 ** 31 - 1 })
  expect(pairCursor({ cursor: '5-3', order: 'asc', limit: 1 })).toEqual({ operation: 5n, index: 3 })
  expect(pairCursor({ cursor: '', order: 'asc', limit: 1 })).toEqual({ operation: 0n, index: 0 })
  expect(pairCursor({ cursor: '', order: 'desc', limit: 1 }).operation).toBe(2n ** 63n - 1n)
})

test('behavior: links spell the paging out, keys sorted, values as Go escapes them', () => {
  const asked = request('z=a b*~:,&limit=2&base=1')
  const page = renderPage(asked, readPaging(asked, 5), [
    { token: '3-0', body: {} },
    { token: '4-1', body: {} },
  ])
  expect(page).toMatchObject({
    _links: {
      self: { href: 'http://here/trades?base=1&cursor=&limit=2&order=asc&z=a+b%2A~%3A%2C' },
      next: { href: 'http://here/trades?base=1&cursor=4-1&limit=2&order=asc&z=a+b%2A~%3A%2C' },
      prev: { href: 'http://here/trades?base=1&cursor=3-0&limit=2&order=desc&z=a+b%2A~%3A%2C' },
    },
  })
})

test('behavior: on an empty page next is the page itself', () => {
  const asked = request('cursor=9')
  expect(renderPage(asked, readPaging(asked, 5), [])).toEqual({
    _links: {
      self: { href: 'http://here/trades?cursor=9&limit=10&order=asc' },
      next: { href: 'http://here/trades?cursor=9&limit=10&order=asc' },
      prev: { href: 'http://here/trades?cursor=9&limit=10&order=desc' },
    },
    _embedded: { records: [] },
  })
})
