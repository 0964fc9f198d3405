import type { Clock, Random } from '@sdex/primitives'
import type { OpenStore, StoreListener } from '../../src/redis/budgetStore.ts'

/** A store in memory that behaves as Bottleneck's reservoir in Redis, with connections that take time, break and come back. */
export type FakeStore = {
  /** Opens it for one process. `cut` leaves the process without an answer from then on, as if it had died. */
  connect(): { readonly open: OpenStore; cut(): void }
  stop(): void
  start(memory: 'kept' | 'forgotten'): void
  tokens(): number
}

export type FakeStoreOptions = {
  readonly capacity: number
  readonly tokenMs: number
  readonly clock: Clock
  readonly random: Random
  readonly minLatencyMs: number
  readonly maxLatencyMs: number
  /** How long processes take at most to find it again. */
  readonly maxReconnectMs: number
}

type Link = {
  readonly listener: StoreListener
  isUp: boolean
  isCut: boolean
  lastMs: number
  readonly pending: Set<Refuse>
}
type Refuse = (error: Error) => void

export function createFakeStore(options: FakeStoreOptions): FakeStore {
  const { capacity, tokenMs, clock, random, minLatencyMs, maxLatencyMs, maxReconnectMs } = options
  const links = new Set<Link>()
  let isRunning = true
  let generation = 0
  let epoch = 0
  let isFilled = false
  let held = { tokens: 0, tickAtMs: clock.now() }

  const refill = (): void => {
    const ticks = Math.floor((clock.now() - held.tickAtMs) / tokenMs)
    const tokens = Math.max(held.tokens, Math.min(capacity, held.tokens + ticks))
    held = { tokens, tickAtMs: held.tickAtMs + ticks * tokenMs }
  }
  const latencyMs = (): number => minLatencyMs + random() * (maxLatencyMs - minLatencyMs)
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.setTimer(resolve, ms))
  /** In the order in which it was sent, as on one connection. */
  const deliver = async (link: Link, tell: () => void): Promise<void> => {
    link.lastMs = Math.max(link.lastMs, clock.now() + latencyMs())
    const begunIn = generation
    await wait(link.lastMs - clock.now())
    if (begunIn === generation && link.isUp && !link.isCut) tell()
  }
  const join = async (link: Link, afterMs: number): Promise<void> => {
    const begunIn = generation
    await wait(afterMs)
    if (begunIn !== generation || !isRunning || link.isCut) return
    refill()
    link.isUp = true
    const isNew = !isFilled
    isFilled = true
    const session = { ...held, epoch: String(epoch), isNew, processes: links.size }
    await deliver(link, () => link.listener.onUp(session))
  }
  const add = async (link: Link, tokens: number): Promise<number> => {
    const begunIn = generation
    await wait(latencyMs())
    if (link.isCut) return new Promise(() => {})
    if (begunIn !== generation || !link.isUp) throw new Error('lost')
    refill()
    held = { ...held, tokens: held.tokens + tokens }
    const { tokens: left } = held
    for (const other of links) void deliver(other, () => other.listener.onTokens(left))
    await new Promise<void>((resolve) => void deliver(link, resolve))
    return left
  }
  return {
    connect: () => {
      let own: Link | undefined
      return {
        open: (listener) => {
          const link: Link = { listener, isUp: false, isCut: false, lastMs: 0, pending: new Set() }
          own = link
          links.add(link)
          for (const { listener: other, isUp } of links) if (isUp) other.onReading({ ...held, processes: links.size })
          if (isRunning) void join(link, latencyMs())
          return {
            add: (tokens) => {
              if (!link.isUp) return Promise.reject(new Error('away'))
              return new Promise((resolve, reject) => {
                link.pending.add(reject)
                add(link, tokens)
                  .then(resolve, reject)
                  .finally(() => link.pending.delete(reject))
              })
            },
            close: async () => {
              link.isCut = true
              links.delete(link)
            },
          }
        },
        cut: () => {
          if (own) own.isCut = true
        },
      }
    },
    stop: () => {
      refill()
      isRunning = false
      generation += 1
      for (const link of links) {
        if (link.isUp && !link.isCut) link.listener.onDown('stopped')
        link.isUp = false
        for (const refuse of link.pending) refuse(new Error('lost'))
        link.pending.clear()
      }
    },
    start: (memory) => {
      isRunning = true
      generation += 1
      if (memory === 'forgotten') {
        held = { tokens: 0, tickAtMs: clock.now() }
        epoch += 1
        isFilled = false
      }
      for (const link of links) void join(link, random() * maxReconnectMs)
    },
    tokens: () => {
      refill()
      return held.tokens
    },
  }
}
