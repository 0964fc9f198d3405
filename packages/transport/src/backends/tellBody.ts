/** Who is told of a body as it comes. None of its methods may throw. */
export type BodyReader = {
  onChunk(chunk: Uint8Array): void
  onEnd(): void
  onFail(error: unknown): void
}

/** The method of a body that tells its one reader by itself. Returns what leaves it; called once, and not beside its iterator. */
export const TELL: unique symbol = Symbol('tell')

type TellingBody = AsyncIterable<Uint8Array> & { [TELL]?(reader: BodyReader): () => void }

/**
 * Reads a body to its end, or until what it returns is called. A body of this package's tells its reader at once: a promise for each chunk of a stream
 * that waits for hours grows old, and keeps the chunk after it for as long as the collector lets old things lie.
 */
export function tellBody(body: TellingBody, reader: BodyReader): () => void {
  return body[TELL]?.(reader) ?? pull(body, reader)
}

function pull(body: AsyncIterable<Uint8Array>, { onChunk, onEnd, onFail }: BodyReader): () => void {
  const iterator = body[Symbol.asyncIterator]()
  let isLeft = false
  const leave = (): void => {
    if (isLeft) return
    isLeft = true
    iterator.return?.().catch(() => {})
  }
  const take = (result: IteratorResult<Uint8Array>): void => {
    if (isLeft) return
    if (result.done === true) {
      onEnd()
      return
    }
    onChunk(result.value)
    if (!isLeft) next()
  }
  const next = (): void => void iterator.next().then(take, onFail)
  next()
  return leave
}
