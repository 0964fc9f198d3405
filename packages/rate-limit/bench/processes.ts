import { measureShare } from '../test/redis/measureShare.ts'
import { type BenchRow, figure } from './shared/benchRow.ts'
import { sized } from './shared/sized.ts'

const DURATION_MS = sized(120_000, 1_000)

/** 8 processes, one Redis and one server with Horizon's budget, in real time. */
async function twoMinutes(): Promise<readonly BenchRow[]> {
  const horizon = { processes: 8, requestsPerHour: 3_600, burst: 100 }
  const { usedShare, refused } = await measureShare({ ...horizon, durationMs: DURATION_MS })
  return [
    figure({ metric: 'budget used by 8 processes', unit: 'of 1', ours: usedShare, bar: 0.98, is: 'at least' }),
    figure({ metric: '429 met by 8 processes', unit: 'answers', ours: refused, bar: 0, is: 'at most' }),
  ]
}

if (import.meta.main) console.log(JSON.stringify(await twoMinutes(), null, 2))
