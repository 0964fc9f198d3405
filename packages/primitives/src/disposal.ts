/** Something that holds sockets, timers or subscriptions. `close()` may be called twice and resolves when none is left. */
export type Closeable = AsyncDisposable & { close(): Promise<void> }

/** Collects what has to be closed, and closes it in reverse order. Node 22 has no `AsyncDisposableStack`. */
export type Scope = Closeable & {
  /**
   * Registers something to close. Once closing has begun it is closed at once instead; then `close()` tells whether that failed.
   */
  add(close: () => void | Promise<void>): void
}

/**
 * Makes an empty scope.
 *
 * Closing runs everything, one after the other, also when something fails; then it rejects with the one error, or an `AggregateError` of
 * all of them. Calls of `close()` share one promise.
 *
 * @example
 * ```ts
 * await using scope = createScope()
 * const timer = setInterval(tick, 1_000)
 * scope.add(() => clearInterval(timer))
 * ```
 */
export function createScope(): Scope {
  const closers: (() => void | Promise<void>)[] = []
  const errors: unknown[] = []
  let drained: Promise<void> | undefined
  let closed: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    // Popped one by one: what a closer adds while it runs is closed as well.
    for (let closeOne = closers.pop(); closeOne !== undefined; closeOne = closers.pop()) {
      try {
        await closeOne()
      } catch (error) {
        errors.push(error)
      }
    }
  }
  const report = (): void => {
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} things failed to close.`)
  }
  const close = (): Promise<void> => {
    drained ??= drain()
    closed ??= drained.then(report)
    return closed
  }
  const add = (closeOne: () => void | Promise<void>): void => {
    closers.push(closeOne)
    if (drained === undefined) return
    // Whoever adds too late may have nobody left who listens: the failure waits for the next close().
    drained = drained.then(drain)
    closed = undefined
  }
  return { add, close, [Symbol.asyncDispose]: close }
}
