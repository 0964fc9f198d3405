import { parseArgs } from 'node:util'
import { createSharedRateLimiter } from '../../src/redis/index.ts'
import type { BudgetSource, RequestPriority } from '../../src/types.ts'

// A process that sends as much as it may until it is told to stop, and prints a line for each change of where its budget is kept.

const { values } = parseArgs({
  options: {
    redis: { type: 'string', default: '' },
    url: { type: 'string', default: '' },
    'requests-per-hour': { type: 'string', default: '3600' },
    burst: { type: 'string', default: '100' },
  },
})
const limiter = createSharedRateLimiter({
  redisUrl: values.redis,
  key: 'budget',
  requestsPerHour: Number(values['requests-per-hour']),
  burst: Number(values.burst),
})
await fetch(new URL('/warm-up', values.url)) // what a first request loads is not what is measured
let source: BudgetSource | undefined
limiter.state$.subscribe((state) => {
  if (state.source !== source) process.stdout.write(`${state.source} ${state.processes}\n`)
  source = state.source
})

async function keepSending(priority: RequestPriority): Promise<void> {
  for (;;) {
    await limiter.acquire({ priority })
    const sentAtMs = performance.now()
    const answer = await fetch(values.url)
    await answer.arrayBuffer()
    const header = (name: string): number | undefined => {
      const text = answer.headers.get(name)
      return text === null ? undefined : Number(text)
    }
    const seconds = (name: string): number | undefined => {
      const value = header(name)
      return value === undefined ? undefined : value * 1_000
    }
    limiter.observe({
      status: answer.status,
      remaining: header('x-ratelimit-remaining'),
      resetMs: seconds('x-ratelimit-reset'),
      retryAfterMs: seconds('retry-after'),
      ageMs: performance.now() - sentAtMs,
    })
  }
}

const priorities: readonly RequestPriority[] = ['submission', 'account', 'market', 'market']
const sending = Promise.allSettled(priorities.map(keepSending))
process.stdin.once('data', async () => {
  await limiter.close()
  await sending
  process.stdin.destroy()
})
