import { InvalidOptionError, type Random, systemRandom } from '@sdex/primitives'
import type { Redis } from 'ioredis'
import { createLimiter } from '../createLimiter.ts'
import { invalidOption } from '../errors.ts'
import { isCount, toSettings } from '../settings.ts'
import type { RateLimiter, RateLimiterOptions } from '../types.ts'
import { createBottleneckStore } from './bottleneckStore.ts'
import type { OpenStore } from './budgetStore.ts'
import type { RedisTarget } from './redisConnection.ts'
import { createSharedLeases } from './sharedLeases.ts'
import { toSharedBudget } from './sharedSettings.ts'

/** The budget that processes share, and where. */
export type SharedRateLimiterOptions = RateLimiterOptions & {
  /**
   * Names the budget: the same for all processes that send to one server from one address, and no others. All of them need the same
   * `requestsPerHour`, `burst`, `reservedForSubmissions` and `jitterMs`.
   */
  readonly key: string
  /**
   * Processes that are expected. While Redis cannot be reached, each spends the budget divided by this or by the number that was last known,
   * whichever is more. Without it, one that never reached Redis knows of no other: it begins with nothing instead of a share of the burst, and takes the
   * whole rate. @defaultValue unknown
   */
  readonly processCount?: number | undefined
  /** Chance, for tests. @defaultValue `systemRandom` */
  readonly random?: Random | undefined
} & (
    | {
        /** As in `redis://127.0.0.1:6379`. */
        readonly redisUrl: string
        readonly client?: never
      }
    | {
        /** Its settings are taken for connections of our own; it is neither used nor closed. */
        readonly client: Redis
        readonly redisUrl?: never
      }
  )

/**
 * Makes a request budget that all processes with the same key share through Redis. Together they never spend more than one of them could, and a
 * submission of any of them goes before the reads of all.
 *
 * @remarks It connects at once, keeps two connections, and has to be closed. While Redis cannot be reached, each process goes on with its
 * fair share, and says so in `state$`. Time is that of Redis: clocks of machines need not agree. The defaults are Horizon's, see
 * `createRateLimiter` of `@sdex/rate-limit`: 3,600 an hour and a burst of 100 for each address, counted by GCRA.
 * @param options - {@link SharedRateLimiterOptions}: the budget, its key, and where Redis is.
 * @returns The budget. Nothing is granted until Redis answers, for 3 s at most. `close()` refuses who waits, gives back what is on lease and resolves when no
 * timer and no connection of its own is left.
 * @throws {@link InvalidOptionError} for an option out of its range, or a burst too small to be shared; before it connects.
 * @example
 * ```ts
 * import { createSharedRateLimiter } from '@sdex/rate-limit/redis'
 *
 * await using limiter = createSharedRateLimiter({ redisUrl: 'redis://127.0.0.1:6379', key: 'horizon.stellar.org' })
 * limiter.state$.subscribe(({ source, processes }) => console.log(source, processes))
 * await limiter.acquire({ priority: 'market', timeoutMs: 5_000 })
 * ```
 */
export function createSharedRateLimiter(options: SharedRateLimiterOptions): RateLimiter {
  const { key, processCount, random = systemRandom } = options
  const settings = toSettings(options)
  const target = toTarget(options)
  if (typeof key !== 'string' || key === '') throw invalidOption('key', key, 'a name for the budget')
  if (processCount !== undefined && (!isCount(processCount) || processCount < 1)) {
    throw invalidOption('processCount', processCount, 'a whole number from 1 on')
  }
  const budget = toSharedBudget(settings)
  const { clock } = settings
  const openStore: OpenStore = (listener) => createBottleneckStore({ key, budget, target, clock, random }, listener)
  return createLimiter({ ...settings, bucket: budget }, (onChange) =>
    createSharedLeases({ budget, processCount, clock, random, openStore }, onChange),
  )
}

function toTarget({ redisUrl, client }: SharedRateLimiterOptions): RedisTarget {
  if (redisUrl === undefined && typeof client?.duplicate === 'function') return { client }
  if (client === undefined && /^rediss?:\/\//.test(redisUrl) && URL.canParse(redisUrl)) return { redisUrl }
  // Without the input: a URL may hold a password.
  throw new InvalidOptionError({
    message: 'Where Redis is has to be said once.',
    remedy:
      'Pass redisUrl, a URL with redis:// or rediss:// (in a password, / is %2F, : is %3A and @ is %40), or a client of ioredis.',
    input: undefined,
  })
}
