import { seededRandom } from '@sdex/primitives'
import { createRateLimiter } from '../src/index.ts'
import type { RequestPriority } from '../src/types.ts'
import { createGcraServer } from '../test/gcraServer.ts'
import { type BenchRow, figure } from './shared/benchRow.ts'
import { fakeTime } from './shared/fakeTime.ts'
import { sized } from './shared/sized.ts'

// In virtual time: what is measured is decisions, not speed.

const HOUR_MS = sized(3_600_000, 10_000)
const STEP_MS = 5
const JITTER_MS = 50
const SENDERS = 20
const CANCELS = sized(50, 1)

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** An hour of as many requests as are granted, each travelling up to 50 ms there and back. */
async function fullHour(): Promise<readonly BenchRow[]> {
  using time = fakeTime()
  const random = seededRandom(1)
  const server = createGcraServer(3_600, 100)
  const limiter = createRateLimiter()
  const keepSending = async (priority: RequestPriority): Promise<void> => {
    for (;;) {
      await limiter.acquire({ priority })
      await later(JITTER_MS * random())
      const answer = server.request(Date.now())
      await later(JITTER_MS * random())
      limiter.observe(answer)
    }
  }
  const sending = Array.from({ length: SENDERS }, () => keepSending('market').catch(() => {}))
  await time.pass(HOUR_MS, STEP_MS)
  const usedShare = server.admitted / (3_600 + 101)
  const closing = limiter.close()
  await time.pass(1_000, STEP_MS)
  await Promise.all([closing, ...sending])
  return [
    figure({ metric: 'budget used in a virtual hour', unit: 'of 1', ours: usedShare, bar: 0.99, is: 'at least' }),
    figure({ metric: '429 met in a virtual hour', unit: 'answers', ours: server.refused, bar: 0, is: 'at most' }),
  ]
}

/** Each time when all tokens are spent, the share of submissions too: the longest of the waits, in tokens. */
async function cancelBehindReads(): Promise<BenchRow> {
  using time = fakeTime()
  const limiter = createRateLimiter()
  let tokens = 0
  limiter.state$.subscribe((state) => {
    tokens = state.tokens
  })
  const cancel = (): Promise<void> => limiter.acquire({ priority: 'submission' })
  const reads = Array.from({ length: 1_096 }, () => limiter.acquire({ priority: 'market' }).catch(() => {}))
  await time.pass(2_000, STEP_MS)
  const waits: number[] = []
  for (let count = 0; count < CANCELS; count += 1) {
    const spent = Array.from({ length: tokens }, cancel)
    const startMs = Date.now()
    const cancelled = cancel().then(() => waits.push(Date.now() - startMs))
    await time.pass(1_370, STEP_MS) // in no step with the tokens
    await Promise.all([cancelled, ...spent])
  }
  const closing = limiter.close()
  await time.pass(1_000, STEP_MS)
  await Promise.all([closing, ...reads])
  const longest = (Math.max(...waits) - STEP_MS) / 1_000
  return figure({ metric: 'cancel behind 1,000 reads', unit: 'tokens', ours: longest, bar: 1, is: 'at most' })
}

if (import.meta.main) console.log(JSON.stringify([...(await fullHour()), await cancelBehindReads()], null, 2))
