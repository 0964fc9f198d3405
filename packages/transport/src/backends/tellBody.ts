/** Who is told of a body as it comes. None of its methods may throw. */
export type BodyReader = {
  /** @returns Whether more is wanted; if not, the body is left, and nothing more is told. */
  onChunk(chunk: Uint8Array): boolean
  onEnd(): void
  onFail(error: unknown): void
}

/** The method of a body that tells its one reader by itself. Called once, and not beside its iterator. */
export const TELL: unique symbol = Symbol('tell')

type TellingBody = AsyncIterable<Uint8Array> & { [TELL]?(reader: BodyReader): void }

/**
 * Reads a body to its end, or as far as its reader wants. A body of this package's tells its reader at once: a promise for each chunk of a stream that
 * waits for hours grows old, and keeps the chunk after it for as long as the collector lets old things lie.
 */
export function tellBody(body: TellingBody, reader: BodyReader): void {
  if (body[TELL] === undefined) pull(body, reader)
  else body[TELL](reader)
}

function pull(body: AsyncIterable<Uint8Array>, { onChunk, onEnd, onFail }: BodyReader): void {
  const iterator = body[Symbol.asyncIterator]()
  const take = (result: IteratorResult<Uint8Array>): void => {
    if (result.done === true) onEnd()
    else if (onChunk(result.value)) next()
    else iterator.return?.().catch(() => {})
  }
  const next = (): void => {
    try {
      iterator.next().then(take, onFail)
    } catch (error) {
      onFail(error) // a body that users brought may throw at once
    }
  }
  next()
}
