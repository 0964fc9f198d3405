import Bottleneck from 'bottleneck'
import { Redis } from 'ioredis'
import { ABSENCE_MS, PRESENCE_MS } from './presence.ts'
import type { SharedBudget } from './sharedSettings.ts'

/** In Lua, what time it is for Redis. */
export const redisNowMs = "(function() local t = redis.call('time') return t[1] * 1000 + math.floor(t[2] / 1000) end)()"

/**
 * Lets Bottlenecks use a client, and a second connection of the same settings that listens.
 *
 * @remarks Bottleneck's scripts are told the time by the process that runs them, as their first argument. Here they take that of Redis instead: clocks of
 * machines differ and are set, and a token that one of them is ahead of would come late for all others.
 * @param onCapacity - Told on which channel, which is a Bottleneck, and what its reservoir holds when anyone, of any process, has added or taken some.
 */
export function connectBottleneck(
  client: Redis,
  onCapacity: (channel: string, tokens: number) => void,
): Bottleneck.IORedisConnection {
  const { defineCommand } = client
  client.defineCommand = (name, definition) =>
    defineCommand.call(client, name, { ...definition, lua: `ARGV[1] = ${redisNowMs}\n${definition.lua}` })
  const connection = new Bottleneck.IORedisConnection({ client, Redis })
  subscriberOf(connection).on('message', (channel: string, message: string) => {
    const [, tokens] = /^capacity:(-?\d+)$/.exec(message) ?? []
    if (tokens !== undefined) onCapacity(channel, Number(tokens))
  })
  return connection
}

/** Returns the connection that listens, which Bottleneck's types do not tell. */
export function subscriberOf(connection: Bottleneck.IORedisConnection): Redis {
  return (connection as unknown as { readonly subscriber: Redis }).subscriber
}

/** Begins a Bottleneck whose reservoir is the budget. It begins empty, also in a Redis that has lost it; who was there first fills it. */
export function createBudgetBottleneck(
  id: string,
  budget: SharedBudget,
  connection: Bottleneck.IORedisConnection,
): Bottleneck {
  const created = new Bottleneck({
    id,
    connection,
    reservoir: 0,
    reservoirIncreaseInterval: budget.tokenMs,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseMaximum: budget.capacity,
    highWater: budget.reserved, // of a queue that stays empty: it is here for others to compare
    heartbeatInterval: PRESENCE_MS,
    clientTimeout: ABSENCE_MS,
  })
  created.on('error', () => {}) // each call of ours tells its own; a heartbeat may fail
  return created
}

/** Its `disconnect()` would also unsubscribe the one that took its place, and reject unheard where the connection is lost. */
export function endHeartbeat(bottleneck: Bottleneck | undefined): void {
  const inside = bottleneck as unknown as { readonly _store: { readonly heartbeat?: NodeJS.Timeout } } | undefined
  clearInterval(inside?._store.heartbeat)
}
