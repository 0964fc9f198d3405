import { type CancelTimer, type Clock, type Random, redactSecrets } from '@sdex/primitives'
import Bottleneck from 'bottleneck'
import { Redis } from 'ioredis'
import type { BudgetStore, OpenStore, StoreListener, StoreSession } from './budgetStore.ts'
import type { RedisConnection } from './redisConnection.ts'
import type { SharedBudget } from './sharedSettings.ts'

/** How often a process shows itself, and counts the others. */
const PRESENCE_MS = 1_000
/** How long a process that does not show itself still counts. */
const ABSENCE_MS = 5_000

export type BottleneckStoreOptions = {
  readonly key: string
  readonly budget: SharedBudget
  readonly connect: (onReady: () => void, onLost: (reason: string) => void) => RedisConnection
  readonly clock: Clock
  readonly random: Random
}

/**
 * The reservoir of a Bottleneck whose store is Redis.
 *
 * @remarks Bottleneck counts what time brings in each of its scripts, on the clocks of the processes. Its jobs are not used: one that has to wait would leave a
 * timer of a second in every process. `incrementReservoir` adds or takes in one step, tells what is left, and publishes it, so that all
 * processes know within a moment. The reservoir begins empty, also in a Redis that has lost it; who was there first fills it.
 */
export function openBottleneckStore(options: BottleneckStoreOptions): OpenStore {
  return (listener) => createBottleneckStore(options, listener)
}

function createBottleneckStore(options: BottleneckStoreOptions, listener: StoreListener): BudgetStore {
  const { key, budget, connect, clock, random } = options
  const id = `sdex_${key}`
  let limiter: Bottleneck | undefined
  let isUp = false
  let attempt = 0
  let cancelPresence: CancelTimer | undefined

  const createBottleneck = (): Bottleneck => {
    const created = new Bottleneck({
      id,
      connection: bottleneckConnection,
      reservoir: 0,
      reservoirIncreaseInterval: budget.tokenMs,
      reservoirIncreaseAmount: 1,
      reservoirIncreaseMaximum: budget.capacity,
      heartbeatInterval: PRESENCE_MS,
      clientTimeout: ABSENCE_MS,
    })
    created.on('error', () => {}) // each call of ours tells its own; a heartbeat may fail
    return created
  }
  /**
   * A new one for each connection. Bottleneck would begin again by itself where Redis has lost it, but knows that only by the words of an error, which Redis 7
   * puts a code before.
   */
  const beginBottleneck = async (): Promise<Bottleneck> => {
    endHeartbeat(limiter)
    const begun = createBottleneck()
    limiter = begun
    await begun.ready()
    return begun
  }
  const countProcesses = async (): Promise<number> =>
    Math.max(1, await connection.client.zcount(`b_${id}_client_last_seen`, clock.now() - ABSENCE_MS, '+inf'))

  /** What Bottleneck keeps, under its own names; the epoch stands beside it. */
  const readSession = async (bottleneck: Bottleneck): Promise<StoreSession> => {
    const tokens = (await bottleneck.currentReservoir()) ?? 0
    const epochKey = `${id}_epoch`
    const name = randomName(random) // a new one each time: what this process named before may be lost
    await connection.client.set(epochKey, name, 'NX')
    const epoch = (await connection.client.get(epochKey)) ?? name
    const fields = ['lastReservoirIncrease', 'reservoirIncreaseInterval', 'reservoirIncreaseMaximum'] as const
    const [tickAtMs, tokenMs, capacity] = (await connection.client.hmget(`b_${id}_settings`, ...fields)).map(Number)
    if (tokenMs !== budget.tokenMs || capacity !== budget.capacity) throw new OtherBudgetError(key)
    return {
      tokens,
      tickAtMs: tickAtMs ?? clock.now(),
      epoch,
      isNew: epoch === name,
      processes: await countProcesses(),
    }
  }

  const onReady = async (): Promise<void> => {
    attempt += 1
    const during = attempt
    try {
      const session = await readSession(await beginBottleneck())
      if (during !== attempt) return
      isUp = true
      listener.onUp(session)
      watchPresence()
    } catch (error) {
      if (during !== attempt) return
      lose(reasonOf(error))
      if (!(error instanceof OtherBudgetError)) return connection.reconnect()
      endHeartbeat(limiter) // it must not count as one of those who share that budget
    }
  }
  const lose = (reason: string): void => {
    attempt += 1
    isUp = false
    cancelPresence?.()
    listener.onDown(reason)
  }
  const watchPresence = (): void => {
    cancelPresence?.()
    cancelPresence = clock.setTimer(() => {
      void lookAround().catch(() => {}) // who fails has told
      watchPresence()
    }, PRESENCE_MS)
  }
  /** Also finds out, where nobody asks for tokens, that Redis hangs, was emptied or took this process for gone. */
  const lookAround = async (): Promise<void> => {
    const during = attempt
    await ask((bottleneck) => bottleneck.currentReservoir())
    const processes = await ask(countProcesses)
    if (during === attempt) listener.onProcesses(processes)
  }
  /** What fails ends the connection at once: one that hangs takes its time to close. */
  const ask = async <T>(command: (bottleneck: Bottleneck) => Promise<T>): Promise<T> => {
    if (!isUp || limiter === undefined) throw new Error('The store is away.')
    const during = attempt
    try {
      return await command(limiter)
    } catch (error) {
      if (during === attempt) {
        lose(`Redis does not answer as it should (${reasonOf(error)}).`)
        connection.reconnect()
      }
      throw error
    }
  }
  const connection = connect(() => void onReady(), lose)
  const bottleneckConnection = new Bottleneck.IORedisConnection({ client: connection.client, Redis })
  const { subscriber } = bottleneckConnection as unknown as { readonly subscriber: Redis }
  subscriber.on('message', (channel: string, message: string) => {
    const [, tokens] = /^capacity:(-?\d+)$/.exec(message) ?? []
    if (isUp && channel === limiter?.channel() && tokens !== undefined) listener.onTokens(Number(tokens))
  })

  return {
    add: (tokens) => ask((bottleneck) => bottleneck.incrementReservoir(tokens)),
    close: async () => {
      attempt += 1
      isUp = false
      cancelPresence?.()
      endHeartbeat(limiter)
      await connection.close(() => bottleneckConnection.disconnect(false), subscriber)
    },
  }
}

/** Its `disconnect()` would also unsubscribe the one that took its place, and reject unheard where the connection is lost. */
function endHeartbeat(limiter: Bottleneck | undefined): void {
  const inside = limiter as unknown as { readonly _store: { readonly heartbeat?: NodeJS.Timeout } } | undefined
  clearInterval(inside?._store.heartbeat)
}

function reasonOf(error: unknown): string {
  return redactSecrets(error instanceof Error ? error.message : String(error))
}

function randomName(random: Random): string {
  return Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join('-')
}

/** Not for callers: it shows as the reason of the state. */
class OtherBudgetError extends Error {
  constructor(key: string) {
    super(`The key '${key}' holds another budget: give processes with other options another key.`)
  }
}
