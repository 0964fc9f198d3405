import { type Clock, type Random, redactSecrets } from '@sdex/primitives'
import type Bottleneck from 'bottleneck'
import { connectBottleneck, createBudgetBottleneck, endHeartbeat, subscriberOf } from './budgetBottleneck.ts'
import type { BudgetStore, StoreListener } from './budgetStore.ts'
import { createPresence } from './presence.ts'
import { OtherBudgetError, readBudget } from './readBudget.ts'
import { connectRedis, type RedisTarget } from './redisConnection.ts'
import type { SharedBudget } from './sharedSettings.ts'

export type BottleneckStoreOptions = {
  readonly key: string
  readonly budget: SharedBudget
  readonly target: RedisTarget
  readonly clock: Clock
  readonly random: Random
}

/**
 * Opens the reservoir of a Bottleneck whose store is Redis.
 *
 * @remarks Bottleneck counts what time brings in each of its scripts, on the clock of Redis. Its jobs are not used: one that has to wait would leave a
 * timer of a second in every process. `incrementReservoir` adds or takes in one step, tells what is left, and publishes it, so that all
 * processes know within a moment.
 */
export function createBottleneckStore(options: BottleneckStoreOptions, listener: StoreListener): BudgetStore {
  const { key, budget, target, clock, random } = options
  const reading = { ...options, id: `sdex_${key}` }
  let limiter: Bottleneck | undefined
  let isUp = false
  /** Counts connections and losses, so that what began before one does not end after it. */
  let generation = 0

  /**
   * A new one for each connection. Bottleneck would begin again by itself where Redis has lost it, but knows that only by the words of an error, which Redis 7
   * puts a code before.
   */
  const beginBottleneck = async (): Promise<Bottleneck> => {
    endHeartbeat(limiter)
    const begun = createBudgetBottleneck(reading.id, budget, bottleneckConnection)
    limiter = begun
    await begun.ready()
    return begun
  }
  const onReady = async (): Promise<void> => {
    generation += 1
    const begunIn = generation
    try {
      const session = await readBudget(reading, await beginBottleneck(), connection.client)
      if (begunIn !== generation) return
      isUp = true
      listener.onUp(session)
      presence.watch()
    } catch (error) {
      if (begunIn !== generation) return
      lose(reasonOf(error))
      if (!(error instanceof OtherBudgetError)) return connection.reconnect()
      endHeartbeat(limiter) // it must not count as one of those who share that budget
    }
  }
  const lose = (reason: string): void => {
    leave()
    listener.onDown(reason)
  }
  const leave = (): void => {
    generation += 1
    isUp = false
    presence.stop()
  }
  /** What fails ends the connection at once: one that hangs takes its time to close. */
  const ask = async <T>(command: (bottleneck: Bottleneck) => Promise<T>): Promise<T> => {
    if (!isUp || limiter === undefined) throw new Error('The store is away.')
    const askedIn = generation
    try {
      return await command(limiter)
    } catch (error) {
      if (askedIn === generation) {
        lose(`Redis does not answer as it should (${reasonOf(error)}).`)
        connection.reconnect()
      }
      throw error
    }
  }
  /** Also finds out, where nobody asks for tokens, that Redis hangs, was emptied or took this process for gone. */
  const lookAround = async (): Promise<void> => {
    const begunIn = generation
    const found = await ask((bottleneck) => readBudget(reading, bottleneck, connection.client))
    if (begunIn === generation) listener.onReading(found)
  }
  const presence = createPresence(lookAround, clock)
  const connection = connectRedis(target, random, () => void onReady(), lose)
  const bottleneckConnection = connectBottleneck(connection.client, (channel, tokens) => {
    if (isUp && channel === limiter?.channel()) listener.onTokens(tokens)
  })

  return {
    add: (tokens) => ask((bottleneck) => bottleneck.incrementReservoir(tokens)),
    close: async () => {
      leave()
      endHeartbeat(limiter)
      await connection.close(() => bottleneckConnection.disconnect(false), subscriberOf(bottleneckConnection))
    },
  }
}

function reasonOf(error: unknown): string {
  return redactSecrets(error instanceof Error ? error.message : String(error))
}
