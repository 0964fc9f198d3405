import type { Clock, Random } from '@sdex/primitives'
import type Bottleneck from 'bottleneck'
import type { Redis } from 'ioredis'
import type { StoreSession } from './budgetStore.ts'
import { ABSENCE_MS } from './presence.ts'
import type { SharedBudget } from './sharedSettings.ts'

export type SessionOptions = {
  readonly key: string
  /** Under which Bottleneck keeps the budget. */
  readonly id: string
  readonly budget: SharedBudget
  readonly clock: Clock
  readonly random: Random
}

/**
 * Reads what Bottleneck keeps, under its own names; the epoch stands beside it.
 *
 * @throws {@link OtherBudgetError} where the key holds another budget.
 */
export async function readSession(
  options: SessionOptions,
  bottleneck: Bottleneck,
  client: Redis,
): Promise<StoreSession> {
  const { key, id, budget, clock, random } = options
  const tokens = (await bottleneck.currentReservoir()) ?? 0
  const epochKey = `${id}_epoch`
  const name = randomName(random) // a new one each time: what this process named before may be lost
  await client.set(epochKey, name, 'NX')
  const epoch = (await client.get(epochKey)) ?? name
  const fields = ['lastReservoirIncrease', 'reservoirIncreaseInterval', 'reservoirIncreaseMaximum'] as const
  const [tickAtMs, tokenMs, capacity] = (await client.hmget(`b_${id}_settings`, ...fields)).map(Number)
  if (tokenMs !== budget.tokenMs || capacity !== budget.capacity) throw new OtherBudgetError(key)
  const processes = await countProcesses(options, client)
  return { tokens, tickAtMs: tickAtMs ?? clock.now(), epoch, isNew: epoch === name, processes }
}

/** Counts the processes that have shown themselves of late, this one included. */
export async function countProcesses(
  { id, clock }: Pick<SessionOptions, 'id' | 'clock'>,
  client: Redis,
): Promise<number> {
  return Math.max(1, await client.zcount(`b_${id}_client_last_seen`, clock.now() - ABSENCE_MS, '+inf'))
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
