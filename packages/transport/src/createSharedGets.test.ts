import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createSharedGets, type Send } from './createSharedGets.ts'
import { createAnswer } from './parseAnswer.ts'
import type { CallOptions } from './types/requests.ts'

const clock = createVirtualClock()

/** GETs whose answers tests give, oldest first. */
function setUpGets() {
  const release: ((status: number) => void)[] = []
  const send: Send = (_, __, what) =>
    new Promise((resolve) =>
      release.push((status) => resolve(createAnswer({ status, headers: {} }, new Uint8Array(), what))),
    )
  const boundsOf = ({ signal }: CallOptions) => ({ clock, timeoutMs: 1_000, signal })
  const { get } = createSharedGets({ send, headers: {}, isQueued: false, boundsOf })
  return { release, ask: async (call: CallOptions) => (await get('http://0.test/trades', call, 'GET /trades')).status }
}

test('behavior: GETs of one URL at the same time are one request', async () => {
  const { release, ask } = setUpGets()
  const asked = Promise.all([ask({}), ask({ priority: 'submission' })])
  expect(release).toHaveLength(1)
  release[0]?.(200)
  expect(await asked).toEqual([200, 200])
})

test('behavior: who asks for what was just written does not get the answer of a request that was sent before it', async () => {
  const { release, ask } = setUpGets()
  const asked = Promise.all([ask({}), ask({ minLedger: 7 }), ask({})])
  expect(release).toHaveLength(2)
  release[0]?.(201)
  release[1]?.(202)
  expect(await asked).toEqual([201, 202, 202])
})

test('behavior: nobody joins a request that a caller waited for in vain, however many still wait for it', async () => {
  const { release, ask } = setUpGets()
  const asked: Promise<unknown>[] = []
  for (let count = 0; count < 5; count += 1) {
    asked.push(ask({}).catch(({ code }) => code))
    await clock.advance(400)
  }
  expect(release).toHaveLength(2) // the second one since the first caller's time was up
  release[1]?.(200)
  expect(await Promise.all(asked)).toEqual([...Array.from({ length: 3 }, () => 'SDEX_TIMEOUT'), 200, 200])
})
