import { BODY_END } from './bodyEnd.ts'

/** Told once how a body ended. */
export type BodyWatcher = {
  /** Read to its end, or left by its reader. */
  end(bytes: number): void
  fail(error: unknown): void
}

/** The same body; told once how it ended. */
export function watchBody(body: AsyncIterable<Uint8Array>, watcher: BodyWatcher): AsyncIterable<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]()
  let bytes = 0
  let isOver = false
  const over = (tell: () => void): void => {
    if (!isOver) tell()
    isOver = true
  }
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      const result = await iterator.next()
      if (result.done === true) over(() => watcher.end(bytes))
      else bytes += result.value.length
      return result
    } catch (error) {
      over(() => watcher.fail(error))
      throw error
    }
  }
  const leave = async (): Promise<IteratorResult<Uint8Array>> => {
    over(() => watcher.end(bytes))
    return (await iterator.return?.()) ?? BODY_END
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}
