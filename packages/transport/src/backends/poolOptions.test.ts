import { InvalidOptionError, systemClock } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { get } from '../../test/backends/readWhole.ts'
import { createFakeBackend } from '../../test/fakeBackend.ts'
import type { HttpBackend } from '../httpBackend.ts'
import { createBackends } from './createBackends.ts'
import { checkPoolOptions, type PoolOptions } from './poolOptions.ts'

test('error: an option out of its range is refused before anything is opened, and secrets are left out', () => {
  const bad: readonly PoolOptions[] = [
    { connectionCount: 0 },
    { connectionCount: 1.5 },
    { maxQueuedCount: -1 },
    { maxResponseBytes: Number.NaN },
    { maxResponseBytes: 0.5 },
    { closeTimeoutMs: Number.POSITIVE_INFINITY },
    { proxyUrl: 'socks5://me:secret@proxy' },
    { proxyUrl: 'secret' },
    { proxyUrl: 'proxy.example:3128' },
    { proxyUrl: 'http://user:secret%ret@proxy.example:3128' },
    { ca: 'secret' },
    { ca: ['-----BEGIN CERTIFICATE-----', 'secret'] },
  ]
  for (const options of bad) {
    const check = () => checkPoolOptions({ clock: systemClock, ...options })
    expect(check).toThrow(InvalidOptionError)
    expect(check).not.toThrow(/secret/)
  }
})

test('behavior: a backend that the user brings carries both, and stays open', async () => {
  const inner = createFakeBackend()
  let closes = 0
  const backend: HttpBackend = {
    ...inner,
    close: async () => {
      closes += 1
    },
  }
  const { requests, streams } = createBackends({ clock: systemClock, backend })
  await requests.request(get('http://h.test/a'))
  await streams.request(get('http://h.test/b'))
  await requests.close()
  await streams.close()
  expect([inner.requests.map(({ url }) => url), closes]).toEqual([['http://h.test/a', 'http://h.test/b'], 0])
})
