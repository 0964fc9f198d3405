import type { Clock, Random } from '@sdex/primitives'
import type Bottleneck from 'bottleneck'
import type { Redis } from 'ioredis'
import { redisNowMs } from './budgetBottleneck.ts'
import type { StoreSession } from './budgetStore.ts'
import { ABSENCE_MS } from './presence.ts'
import type { SharedBudget } from './sharedSettings.ts'

export type ReadBudgetOptions = {
  readonly key: string
  /** Under which Bottleneck keeps the budget. */
  readonly id: string
  readonly budget: SharedBudget
  readonly clock: Clock
  readonly random: Random
}

/** In one step. The epoch stands among Bottleneck's own settings: it is lost with them, and not without. */
const script = `
if redis.call('exists', KEYS[1]) == 0 then return redis.error_reply('Redis was emptied') end
local nowMs = ${redisNowMs}
redis.call('hsetnx', KEYS[1], 'epoch', ARGV[1])
if tonumber(redis.call('hget', KEYS[1], 'lastReservoirIncrease')) > nowMs then -- the clock of Redis was set back
  redis.call('hset', KEYS[1], 'lastReservoirIncrease', nowMs)
end
return {
  nowMs,
  redis.call('zcount', KEYS[2], nowMs - ARGV[2], '+inf'),
  unpack(redis.call('hmget', KEYS[1], 'reservoir', 'lastReservoirIncrease', 'epoch',
    'reservoirIncreaseInterval', 'reservoirIncreaseMaximum', 'highWater'))
}`

/**
 * Reads what Bottleneck keeps, under its own names, and what time it is for Redis.
 *
 * @throws {@link OtherBudgetError} where the key holds another budget.
 */
export async function readBudget(
  { key, id, budget, clock, random }: ReadBudgetOptions,
  bottleneck: Bottleneck,
  client: Redis,
): Promise<StoreSession> {
  await bottleneck.currentReservoir() // enters what time has brought
  const name = randomName(random) // a new one each time: what this process named before may be lost
  const keys = [`b_${id}_settings`, `b_${id}_client_last_seen`]
  const reply = (await client.eval(script, keys.length, ...keys, name, ABSENCE_MS)) as (string | number | null)[]
  const [nowMs, processes, tokens, tickMs, epoch, ...numbers] = reply
  if (numbers.join() !== [budget.tokenMs, budget.capacity, budget.reserved].join()) throw new OtherBudgetError(key)
  return {
    tokens: Number(tokens),
    tickAtMs: clock.now() - (Number(nowMs) - Number(tickMs)),
    processes: Math.max(1, Number(processes)),
    epoch: String(epoch),
    isNew: epoch === name,
  }
}

/** Not for callers: it shows as the reason of the state. */
export class OtherBudgetError extends Error {
  constructor(key: string) {
    super(`The key '${key}' holds another budget: give processes with other options another key.`)
  }
}

function randomName(random: Random): string {
  return Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join('-')
}
