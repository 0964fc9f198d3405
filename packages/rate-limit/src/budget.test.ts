import { seededRandom } from '@sdex/primitives'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGcraServer, type GcraServer } from '../test/gcraServer.ts'
import { createRateLimiter } from './createRateLimiter.ts'
import type { RateLimiter, RequestPriority } from './types.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Sender = { readonly limiter: RateLimiter; readonly server: GcraServer; readonly random: () => number }

/** One request: granted, on its way for up to 50 ms, answered, and its headers observed when the answer is back. */
async function send({ limiter, server, random }: Sender, priority: RequestPriority): Promise<void> {
  await limiter.acquire({ priority })
  await later(50 * random())
  const answer = server.request(Date.now())
  await later(50 * random())
  limiter.observe(answer)
}

function later(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

/** Requests one after the other, without a pause, until the limiter is closed. */
async function keepSending(sender: Sender, priority: RequestPriority): Promise<void> {
  for (;;) await send(sender, priority)
}

const hourMs = 3_600_000

test.each([1, 2, 3])(
  'property: an hour of 50 ms jitter uses 99 % of the budget and meets no 429 (seed %i)',
  async (seed) => {
    const random = seededRandom(seed)
    const server = createGcraServer(3_600, 100)
    const limiter = createRateLimiter()
    const sender = { limiter, server, random }
    const senders = Array.from({ length: 20 }, () => keepSending(sender, 'market').catch(() => {}))
    await vi.advanceTimersByTimeAsync(hourMs)
    expect(server.refused).toBe(0)
    expect(server.admitted).toBeGreaterThanOrEqual(0.99 * (3_600 + 101))
    expect(server.admitted).toBeLessThanOrEqual(3_600 + 101)
    const closing = limiter.close()
    await vi.advanceTimersByTimeAsync(100)
    await Promise.all([closing, ...senders])
  },
)

test.each([4, 5, 6])('property: bursts and pauses of all priorities meet no 429 (seed %i)', async (seed) => {
  const random = seededRandom(seed)
  const server = createGcraServer(36_000, 30)
  await using limiter = createRateLimiter({ requestsPerHour: 36_000, burst: 30 })
  const priorities = ['submission', 'account', 'market', 'background'] as const
  const sent: Promise<void>[] = []
  for (let round = 0; round < 300; round += 1) {
    const count = Math.floor(40 * random() ** 3)
    for (let index = 0; index < count; index += 1) {
      sent.push(send({ limiter, server, random }, priorities[Math.floor(4 * random())] ?? 'market'))
    }
    await vi.advanceTimersByTimeAsync(Math.floor(4_000 * random() ** 2))
  }
  await vi.advanceTimersByTimeAsync(600_000)
  await Promise.all(sent)
  expect([server.refused, server.admitted]).toEqual([0, sent.length])
})

test('behavior: another program on the same address is seen in the headers: nothing is refused, and the two use the budget up', async () => {
  const random = seededRandom(7)
  const server = createGcraServer(3_600, 100)
  const limiter = createRateLimiter()
  const senders = Array.from({ length: 20 }, () => keepSending({ limiter, server, random }, 'market').catch(() => {}))
  const other = setInterval(() => server.request(Date.now()), 2_000) // half of the budget
  await vi.advanceTimersByTimeAsync(hourMs / 4)
  clearInterval(other)
  expect(server.admitted).toBeGreaterThan(0.98 * (900 + 101))
  expect(server.refused).toBe(0)
  const closing = limiter.close()
  await vi.advanceTimersByTimeAsync(100)
  await Promise.all([closing, ...senders])
})
