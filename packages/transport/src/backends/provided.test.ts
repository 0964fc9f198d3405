import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { get, readWhole } from '../../test/backends/readWhole.ts'
import { createFakeBackend, type Scripted } from '../../test/fakeBackend.ts'
import { createBackends } from './createBackends.ts'

function setUp() {
  const [clock, inner] = [createVirtualClock(), createFakeBackend()]
  const { requests } = createBackends({ clock, closeTimeoutMs: 500, backend: inner })
  return { clock, inner, requests }
}

test('behavior: close() waits for what is under way over a backend that was brought', async () => {
  const { clock, inner, requests } = setUp()
  inner.answer = () => new Promise<Scripted>((resolve) => clock.setTimer(() => resolve({ body: 'late' }), 400))
  const answer = requests.request(get('http://h.test/a')).then(readWhole)
  let isClosed = false
  const closing = requests.close().then(() => {
    isClosed = true
  })
  await clock.advance(399)
  expect(isClosed).toBe(false)
  await clock.advance(1)
  expect(await answer).toBe('late')
  await closing
  expect(clock.timerCount).toBe(0)
})

test('error: what is under way over a backend that was brought is ended when the time of close() is up; the backend stays open', async () => {
  const { clock, inner, requests } = setUp()
  inner.answer = () => new Promise<Scripted>(() => {})
  const end = expect(requests.request(get('http://h.test/a'))).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  const closing = requests.close()
  await clock.advance(499)
  expect(inner.requests[0]?.signal.aborted).toBe(false)
  await clock.advance(1)
  await Promise.all([end, closing])
  await expect(requests.request(get('http://h.test/b'))).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  inner.answer = () => ({ body: 'another client' })
  expect(await inner.request(get('http://h.test/c')).then(readWhole)).toBe('another client')
})

test('behavior: a body that nobody reads to its end is ended too, and a caller who leaves is not waited for', async () => {
  const { clock, inner, requests } = setUp()
  await requests.request(get('http://h.test/a'))
  const leaver = new AbortController()
  inner.answer = () => new Promise<Scripted>(() => {})
  const left = expect(requests.request({ ...get('http://h.test/b'), signal: leaver.signal })).rejects.toThrow('left')
  await clock.advance(0)
  leaver.abort(new Error('left'))
  await left
  const closing = requests.close()
  await clock.advance(500)
  await closing
  expect(inner.requests[0]?.signal.aborted).toBe(true)
})
