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
  /**
   * A new one for each connection, and none after a loss: what began with another one is of no account. Bottleneck would begin again by itself where Redis has
   * lost it, but knows that only by the words of an error, which Redis 7 puts a code before.
   */
  let limiter: Bottleneck | undefined
  let isUp = false

  const onReady = async (): Promise<void> => {
    const begun = createBudgetBottleneck(reading.id, budget, bottleneckConnection)
    limiter = begun
    try {
      await begun.ready()
      const session = await readBudget(reading, begun, connection.client)
      if (limiter !== begun) return
      isUp = true
      connection.confirm()
      listener.onUp(session)
      presence.watch()
    } catch (error) {
      if (limiter !== begun) return
      if (error instanceof OtherBudgetError) lose(redactSecrets(error.message))
      else giveUp(error)
    } finally {
      if (limiter !== begun) endHeartbeat(begun) // which begins when it is ready, also where it was left before
    }
  }
  const lose = (reason: string): void => {
    leave()
    listener.onDown(reason)
  }
  /** What fails ends the connection at once: one that hangs takes its time to close. */
  const giveUp = (error: unknown): void => {
    const why = `Redis does not answer as it should (${redactSecrets(error instanceof Error ? error.message : String(error))}).`
    lose(why)
    connection.reconnect(why)
  }
  const leave = (): void => {
    endHeartbeat(limiter) // who is away, or has another budget, does not count as one of those who share it
    limiter = undefined
    isUp = false
    presence.stop()
  }
  const ask = async <T>(command: (bottleneck: Bottleneck) => Promise<T>): Promise<T> => {
    const asked = limiter
    if (!isUp || asked === undefined) throw new Error('The store is away.')
    try {
      return await command(asked)
    } catch (error) {
      if (asked === limiter) giveUp(error)
      throw error
    }
  }
  /** Also finds out, where nobody asks for tokens, that Redis hangs, was emptied or took this process for gone. */
  const lookAround = async (): Promise<void> => {
    listener.onReading(await ask((bottleneck) => readBudget(reading, bottleneck, connection.client)))
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
      await connection.close(() => bottleneckConnection.disconnect(false), subscriberOf(bottleneckConnection))
    },
  }
}
