import { BODY_END } from './bodyEnd.ts'
import { type BodyReader, TELL } from './tellBody.ts'

/** A body between the socket, which pushes, and its one reader, who pulls. A record with functions beside it: a program has a thousand streams. */
export type BodyQueue = {
  readonly body: AsyncIterable<Uint8Array> & { [TELL](reader: BodyReader): void }
  readonly source: BodySource
  readonly chunks: Uint8Array[]
  bufferedBytes: number
  isPaused: boolean
  /** The reader, while he waits. */
  waiting: Waiting | undefined
  /** The reader, if he wants to be told. */
  reader: BodyReader | undefined
  end: { readonly error?: unknown } | undefined
  onLeft(): void
}

/** Where the bytes come from. */
export type BodySource = {
  pause(): void
  resume(): void
}

type Waiting = {
  resolve(result: IteratorResult<Uint8Array, undefined>): void
  reject(error: unknown): void
}

/** A reader who is further behind than that stops the socket. */
const HIGH_WATER_BYTES = 1 << 16

/**
 * Makes an empty queue. One object a body instead of a stream of Node's: half of what an answer costs would go into that.
 *
 * @param onLeft - Called once when the reader leaves before the end.
 */
export function createBodyQueue(source: BodySource, onLeft: () => void): BodyQueue {
  const body: BodyQueue['body'] = {
    [Symbol.asyncIterator]: () => ({
      next: () => pull(queue),
      return: async () => {
        leave(queue)
        return BODY_END
      },
    }),
    [TELL]: (reader) => tell(queue, reader),
  }
  const queue: BodyQueue = {
    body,
    source,
    chunks: [],
    bufferedBytes: 0,
    isPaused: false,
    waiting: undefined,
    reader: undefined,
    end: undefined,
    onLeft,
  }
  return queue
}

function pull(queue: BodyQueue): Promise<IteratorResult<Uint8Array, undefined>> {
  return new Promise((resolve, reject) => {
    const chunk = queue.chunks.shift()
    if (chunk === undefined) {
      queue.waiting = { resolve, reject }
      if (queue.end !== undefined) settle(queue)
      return
    }
    queue.bufferedBytes -= chunk.length
    if (queue.isPaused && queue.bufferedBytes < HIGH_WATER_BYTES) {
      queue.isPaused = false
      queue.source.resume()
    }
    resolve({ done: false, value: chunk })
  })
}

/** Tells the reader what has come, and from then on what comes. */
function tell(queue: BodyQueue, reader: BodyReader): void {
  for (let chunk = queue.chunks.shift(); chunk !== undefined; chunk = queue.chunks.shift()) {
    if (reader.onChunk(chunk)) continue
    leave(queue)
    return
  }
  queue.bufferedBytes = 0
  queue.reader = reader
  if (queue.end !== undefined) settle(queue)
  else if (queue.isPaused) {
    queue.isPaused = false
    queue.source.resume()
  }
}

function leave(queue: BodyQueue): void {
  const isOpen = queue.end === undefined
  queue.end = {}
  queue.reader = undefined
  queue.chunks.length = 0
  settle(queue)
  if (isOpen) queue.onLeft()
}

/** Gives the reader a chunk, or keeps it for him. */
export function pushChunk(queue: BodyQueue, chunk: Uint8Array): void {
  if (queue.end !== undefined) return
  const { waiting, reader } = queue
  if (reader !== undefined) {
    if (!reader.onChunk(chunk)) leave(queue)
    return
  }
  if (waiting !== undefined) {
    queue.waiting = undefined
    waiting.resolve({ done: false, value: chunk })
    return
  }
  queue.chunks.push(chunk)
  queue.bufferedBytes += chunk.length
  if (queue.isPaused || queue.bufferedBytes < HIGH_WATER_BYTES) return
  queue.isPaused = true
  queue.source.pause()
}

/** The body is complete. */
export function endBody(queue: BodyQueue): void {
  queue.end ??= {}
  settle(queue)
}

/** The body broke off; the reader hears of it after what came before. */
export function failBody(queue: BodyQueue, error: unknown): void {
  queue.end ??= { error }
  settle(queue)
}

function settle(queue: BodyQueue): void {
  const { waiting, reader, end } = queue
  queue.waiting = undefined
  queue.reader = undefined
  if (end !== undefined && 'error' in end) {
    waiting?.reject(end.error)
    reader?.onFail(end.error)
  } else {
    waiting?.resolve(BODY_END)
    reader?.onEnd()
  }
}
