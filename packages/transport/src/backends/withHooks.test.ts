import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { get, readWhole } from '../../test/backends/readWhole.ts'
import { createFakeBackend } from '../../test/fakeBackend.ts'
import { ConnectionError } from '../errors.ts'
import { createShownUrl } from './shownUrl.ts'
import { type RequestHooks, withHooks } from './withHooks.ts'

const shownUrl = createShownUrl([])

function setUp(overrides: RequestHooks = {}) {
  const told: unknown[] = []
  const inner = createFakeBackend()
  const clock = createVirtualClock()
  const hooks: RequestHooks = {
    onRequest: (request) => told.push(['request', request]),
    onResponse: (response) => told.push(['response', response]),
    onError: (failure) => told.push(['error', failure]),
    ...overrides,
  }
  return { told, inner, clock, backend: withHooks(inner, hooks, { clock, shownUrl, kind: 'request' }) }
}

const url = 'https://me:pw@horizon.test/offers?apikey=k3y&seller=G1&cursor=12'
const sent = { kind: 'request', method: 'GET', url: 'https://horizon.test/offers?apikey=…&seller=G1&cursor=12' }

test('behavior: hooks are told of a request, and of its answer once the body was read', async () => {
  const { told, inner, clock, backend } = setUp()
  inner.answer = async () => {
    await clock.advance(30)
    return { status: 404, body: 'not here' }
  }
  const answer = await backend.request(get(url))
  expect(told).toEqual([['request', sent]])
  await clock.advance(12)
  expect(await readWhole(answer)).toBe('not here')
  expect(told[1]).toEqual(['response', { ...sent, status: 404, headMs: 30, durationMs: 42, bytes: 8 }])
  expect(told).toHaveLength(2)
})

test('behavior: a body that its reader leaves counts as far as it was read, once', async () => {
  const { told, inner, backend } = setUp()
  inner.answer = () => ({ body: 'abcdefgh' })
  for await (const _ of (await backend.request(get(url))).body) break
  expect(told.slice(1)).toEqual([['response', { ...sent, status: 200, headMs: 0, durationMs: 0, bytes: 4 }]])
})

test('error: hooks are told of a request without an answer, and of an abort by its reason', async () => {
  const { told, inner, backend } = setUp()
  const error = new ConnectionError({ fault: 'reset', message: 'Gone.', remedy: 'Try again.' })
  inner.answer = () => Promise.reject(error)
  await expect(backend.request(get(url))).rejects.toBe(error)
  expect(told[1]).toEqual(['error', { ...sent, durationMs: 0, error }])
  inner.answer = () => new Promise(() => {})
  const abort = new AbortController()
  const reason = new Error('left')
  const left = backend.request(get(url, { signal: abort.signal }))
  abort.abort(reason)
  await expect(left).rejects.toBe(reason)
  expect(told[3]).toEqual(['error', { ...sent, durationMs: 0, error: reason }])
})

test('behavior: what a hook throws changes nothing', async () => {
  const fail = (): never => {
    throw new Error('a hook of no good')
  }
  const { inner, backend } = setUp({ onRequest: fail, onResponse: fail, onError: fail })
  expect(await readWhole(await backend.request(get(url)))).toBe('{}')
  inner.answer = () => Promise.reject(new Error('the real one'))
  await expect(backend.request(get(url))).rejects.toThrow('the real one')
})

test('behavior: what an async hook rejects with is dropped too', async () => {
  const unhandled: unknown[] = []
  const keep = (reason: unknown): void => void unhandled.push(reason)
  process.on('unhandledRejection', keep)
  const fail = async (): Promise<never> => {
    throw new Error('a hook of no good')
  }
  const { inner, backend } = setUp({ onRequest: fail, onResponse: fail, onError: fail })
  expect(await readWhole(await backend.request(get(url)))).toBe('{}')
  inner.answer = () => Promise.reject(new Error('the real one'))
  await expect(backend.request(get(url))).rejects.toThrow('the real one')
  await new Promise(setImmediate)
  process.off('unhandledRejection', keep)
  expect(unhandled).toEqual([])
})

test('behavior: without hooks the backend stays itself', () => {
  const inner = createFakeBackend()
  expect(withHooks(inner, undefined, { clock: createVirtualClock(), shownUrl, kind: 'stream' })).toBe(inner)
})
