import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { parseBaseUrl } from './baseUrl.ts'

test.each([
  ['a path alone', '/horizon'],
  ['another protocol', 'ftp://horizon.test'],
  ['a percent sign in the password that begins no escape', 'http://user:s3cret100%@horizon.test'],
  ['a user name that is no UTF-8', 'http://%E9s3cret@horizon.test'],
])('error: %s is no URL of a server, and the error does not show it', (_, text) => {
  let thrown: unknown
  try {
    parseBaseUrl(text)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(InvalidOptionError)
  expect(`${thrown} ${JSON.stringify(thrown)}`).not.toContain('s3cret')
})

test('behavior: credentials become a header, with their escapes undone', () => {
  const { shown, headers } = parseBaseUrl('http://us%20er:p%40ss@horizon.test/v1/')
  expect(shown).toBe('http://horizon.test/…')
  expect(headers).toEqual({ authorization: `Basic ${btoa('us er:p@ss')}` })
})
