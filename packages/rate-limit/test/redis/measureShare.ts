import { startGcraServer } from './gcraHttpServer.ts'
import { startRedisServer } from './redisServer.ts'
import { startSenders } from './senders.ts'

/** How much of a budget was used, and how often more was asked for. */
export type ShareMeasurement = { readonly usedShare: number; readonly refused: number; readonly admitted: number }

export type ShareOptions = {
  readonly processes: number
  readonly requestsPerHour: number
  readonly burst: number
  readonly durationMs: number
}

/** Lets processes on one Redis send to one server for a time, which begins with the first request. */
export async function measureShare(options: ShareOptions): Promise<ShareMeasurement> {
  const { processes: count, requestsPerHour, burst, durationMs } = options
  await using redis = await startRedisServer()
  await using server = await startGcraServer(requestsPerHour, burst)
  await using senders = startSenders({ count, redisUrl: redis.redisUrl, url: server.url, requestsPerHour, burst })
  while (server.counts.admitted === 0) {
    senders.check()
    await later(5)
  }
  const startMs = performance.now()
  await later(durationMs)
  const { admitted } = server.counts
  const elapsedMs = performance.now() - startMs
  await senders.stop()
  const { refused } = server.counts
  const budget = burst + 1 + (elapsedMs * requestsPerHour) / 3_600_000
  return { usedShare: admitted / budget, refused, admitted }
}

export function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
