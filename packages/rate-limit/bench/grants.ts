import { performance } from 'node:perf_hooks'
import Bottleneck from 'bottleneck/light.js'
import { createRateLimiter } from '../src/index.ts'
import { type BenchRow, figure } from './shared/benchRow.ts'
import { sized } from './shared/sized.ts'

const GRANTS = sized(1_000_000, 10_000)
const THEIR_GRANTS = 1_000
const UNGATED = sized(20_000, 1_000)
/** More than can be asked for, with a burst of a tenth of it: what is measured is grants and the leases that feed them. */
const ample = { requestsPerHour: 3.6e10, burst: GRANTS / 10 }
const request = { priority: 'market' } as const

/** Grants a second, asked for 1,000 at a time, ours and Bottleneck's own `schedule`. */
async function grantsPerSecond(): Promise<BenchRow> {
  const limiter = createRateLimiter(ample)
  const bottleneck = new Bottleneck({ reservoir: GRANTS })
  const ours = await perSecond(GRANTS, () => limiter.acquire(request))
  const theirs = await perSecond(THEIR_GRANTS, () => bottleneck.schedule(async () => {}))
  await limiter.close()
  await bottleneck.stop()
  const ratio = ours / theirs
  return {
    bench: 'rate-limit',
    metric: 'grants a second',
    unit: '1/s',
    ours,
    against: 'bottleneck schedule()',
    theirs,
    ratio,
    bar: 100,
    ok: ratio >= 100,
  }
}

/** The time of one grant while tokens are there, 99th of 100, leases that come on the way included. */
async function ungatedGrant(): Promise<BenchRow> {
  const limiter = createRateLimiter({ requestsPerHour: 3.6e8, burst: UNGATED })
  const timesMs: number[] = []
  for (let index = 0; index < UNGATED; index += 1) {
    const startMs = performance.now()
    await limiter.acquire({ priority: 'submission' })
    timesMs.push(performance.now() - startMs)
    if (index % 100 === 99) await new Promise((resolve) => setImmediate(resolve)) // leases come with timers
  }
  await limiter.close()
  const ours = timesMs.sort((a, b) => a - b)[Math.floor(0.99 * UNGATED)] ?? Number.NaN
  return figure({ metric: 'ungated grant, p99', unit: 'ms', ours, bar: 0.2, is: 'below' })
}

async function perSecond(count: number, grant: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  for (let done = 0; done < count; done += 1_000) await Promise.all(Array.from({ length: 1_000 }, grant))
  return (count / (performance.now() - startMs)) * 1_000
}

if (import.meta.main) console.log(JSON.stringify([await grantsPerSecond(), await ungatedGrant()], null, 2))
