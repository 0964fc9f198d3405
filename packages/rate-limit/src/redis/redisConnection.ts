import type { Random } from '@sdex/primitives'
import { Redis, type RedisOptions } from 'ioredis'

const FIRST_RETRY_MS = 50
const MAX_RETRY_MS = 1_000
const CONNECT_TIMEOUT_MS = 2_000
/** A Redis that takes longer is taken for dead. */
const COMMAND_TIMEOUT_MS = 500
const CLOSE_TIMEOUT_MS = 1_000
const CLOSED = 'The connection to Redis was closed.'

/** Where Redis is: its URL, or a client of which the settings are taken and nothing else. */
export type RedisTarget = { readonly redisUrl: string } | { readonly client: Redis }

/** A connection of our own. */
export type RedisConnection = {
  readonly client: Redis
  /** It serves: the next loss is a new one. */
  confirm(): void
  /** Gives the connection up for a reason, and makes another one; later each time until one is confirmed. */
  reconnect(why: string): void
  /** @param disconnect - Closes it together with what was made from it. */
  close(disconnect: () => Promise<void>, other: Redis): Promise<void>
}

/**
 * Connects, and again after each loss, for ever. Commands never queue for a Redis that is away: they fail at once, and without an answer after half a second.
 *
 * @param onLost - Told once for each loss, and for each try that fails.
 */
export function connectRedis(
  target: RedisTarget,
  random: Random,
  onReady: () => void,
  onLost: (reason: string) => void,
): RedisConnection {
  let reason = CLOSED
  let givenUp = 0
  const options = {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false, // what was taken must not be taken twice
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: 0, // a timer that also stays where no connection is left to close; what is worth waiting for has been awaited
    lazyConnect: false,
    retryStrategy: (times: number) =>
      Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(times, givenUp)) * (0.5 + random() / 2),
  } satisfies RedisOptions
  const client = 'client' in target ? target.client.duplicate(options) : new Redis(target.redisUrl, options)
  client.on('error', (error: NodeJS.ErrnoException) => {
    const [word] = /^[A-Z]{4,}\b/.exec(error.message) ?? [] // as in WRONGPASS; the rest may hold what nobody should read
    const why = error.code ?? word
    reason = `Redis cannot be reached${why === undefined ? '' : ` (${why})`}.`
  })
  client.on('ready', onReady)
  client.on('close', () => onLost(reason))

  return {
    client,
    confirm: () => {
      reason = CLOSED
      givenUp = 0
    },
    reconnect: (why) => {
      reason = why
      givenUp += 1
      client.disconnect(true)
    },
    close: async (disconnect, other) => {
      client.removeListener('ready', onReady)
      client.removeAllListeners('close')
      const ended = Promise.all([client, other].map(whenEnded))
      await disconnect()
      await ended
      await new Promise((resolve) => setTimeout(resolve, 0)) // those of the same 0 ms were set before
    },
  }
}

/** A client between two tries has no socket, and tells no end. */
async function whenEnded(client: Redis): Promise<void> {
  if (['end', 'reconnecting', 'wait', 'close'].includes(client.status)) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS)
    client.once('end', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
