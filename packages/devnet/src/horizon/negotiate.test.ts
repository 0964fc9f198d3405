import { expect, test } from 'vitest'
import { negotiate } from './negotiate.ts'

test('behavior: JSON unless the client asks for something else', () => {
  expect(negotiate(undefined)).toBe('hal')
  expect(negotiate('*/*')).toBe('hal')
  expect(negotiate('application/json, text/plain, */*')).toBe('hal')
  expect(negotiate('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('hal')
  expect(negotiate('application/*')).toBe('hal')
})

test('behavior: the preferred type wins', () => {
  expect(negotiate('text/event-stream')).toBe('stream')
  expect(negotiate('application/json;q=0.5, text/event-stream')).toBe('stream')
  expect(negotiate('text/event-stream;q=0, application/hal+json')).toBe('hal')
  expect(negotiate('text/*')).toBe('stream')
})

test('behavior: bytes for those who accept nothing else', () => {
  expect(negotiate('application/octet-stream')).toBe('raw')
  expect(negotiate('application/octet-stream, */*;q=0.1')).toBe('raw')
})

test('error: a type that is not here is nothing', () => {
  expect(negotiate('text/html')).toBeUndefined()
  expect(negotiate('text/event-stream;q=0')).toBeUndefined()
})
