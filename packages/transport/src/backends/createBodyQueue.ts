import { BODY_END } from './bodyEnd.ts'

/** A body between the socket, which pushes, and its one reader, who pulls. */
export type BodyQueue = {
  readonly body: AsyncIterable<Uint8Array>
  push(chunk: Uint8Array): void
  /** The body is complete. */
  end(): void
  /** The body broke off; the reader hears of it after what came before. */
  fail(error: unknown): void
}

/** Where the bytes come from. */
export type BodySource = {
  pause(): void
  resume(): void
  /** The reader wants no more of it. */
  leave(): void
}

/** A reader who is further behind than that stops the socket. */
const HIGH_WATER_BYTES = 1 << 16

type Waiting = {
  resolve(result: IteratorResult<Uint8Array, undefined>): void
  reject(error: unknown): void
}

/** Makes an empty queue. One object a body instead of a stream of Node's: half of what an answer costs would go into that. */
export function createBodyQueue(source: BodySource): BodyQueue {
  const chunks: Uint8Array[] = []
  let buffered = 0
  let isPaused = false
  let waiting: Waiting | undefined
  let end: { readonly error?: unknown } | undefined

  const settle = (): void => {
    const { resolve, reject } = waiting ?? {}
    waiting = undefined
    if (end !== undefined && 'error' in end) reject?.(end.error)
    else resolve?.(BODY_END)
  }
  const next = (): Promise<IteratorResult<Uint8Array, undefined>> =>
    new Promise((resolve, reject) => {
      const chunk = chunks.shift()
      if (chunk === undefined) {
        waiting = { resolve, reject }
        if (end !== undefined) settle()
        return
      }
      buffered -= chunk.length
      if (isPaused && buffered < HIGH_WATER_BYTES) {
        isPaused = false
        source.resume()
      }
      resolve({ done: false, value: chunk })
    })
  const leave = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    const isOpen = end === undefined
    end = {}
    chunks.length = 0
    settle()
    if (isOpen) source.leave()
    return BODY_END
  }
  const iterator: AsyncIterator<Uint8Array, undefined> = { next, return: leave }
  return {
    body: { [Symbol.asyncIterator]: () => iterator },
    push: (chunk) => {
      if (end !== undefined) return
      if (waiting !== undefined) {
        const { resolve } = waiting
        waiting = undefined
        return resolve({ done: false, value: chunk })
      }
      chunks.push(chunk)
      buffered += chunk.length
      if (isPaused || buffered < HIGH_WATER_BYTES) return
      isPaused = true
      source.pause()
    },
    end: () => {
      end ??= {}
      settle()
    },
    fail: (error) => {
      end ??= { error }
      settle()
    },
  }
}
