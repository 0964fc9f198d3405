import { BODY_END } from '../bodyEnd.ts'

/** Whom a body tells of its end. */
export type BodyWatcher = {
  /** Nothing comes any more. */
  over(): void
  /** What the reader gets for an error of the stream. */
  failure(error: unknown): unknown
  /** Ends the request. */
  cut(): void
}

/** A body of `fetch`, read chunk by chunk. Its own async iterator is younger than some browsers. */
export function readBody(
  stream: ReadableStream<Uint8Array> | null,
  { over, failure, cut }: BodyWatcher,
): AsyncIterable<Uint8Array> {
  if (stream === null) over()
  const reader = stream?.getReader()
  let isOver = stream === null

  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    if (isOver || reader === undefined) return BODY_END
    try {
      const { done, value } = await reader.read()
      if (!done) return { done, value }
    } catch (error) {
      isOver = true
      over()
      throw failure(error)
    }
    isOver = true
    over()
    return BODY_END
  }
  const leave = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    if (isOver) return BODY_END
    isOver = true
    cut()
    over()
    return BODY_END
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}
