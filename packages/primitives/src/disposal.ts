/** Something that holds sockets, timers or subscriptions. `close()` may be called twice and resolves when none is left. */
export type Closeable = AsyncDisposable & { close(): Promise<void> }

/** Collects what has to be closed, and closes it in reverse order. Node 22 has no `AsyncDisposableStack`. */
export type Scope = Closeable & {
  /** Registers something to close. Once closing has begun it is closed at once instead. */
  add(close: () => void | Promise<void>): void
}

/**
 * Makes an empty scope.
 *
 * Closing runs everything, also when something fails; then it rejects with the one error, or an `AggregateError` of all of them.
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
  let closing: Promise<void> | undefined

  const closeAll = async (): Promise<void> => {
    const errors: unknown[] = []
    // Popped one by one: what a closer adds while it runs is closed as well.
    for (let closeOne = closers.pop(); closeOne !== undefined; closeOne = closers.pop()) {
      try {
        await closeOne()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} things failed to close.`)
  }
  const close = (): Promise<void> => {
    closing ??= closeAll()
    return closing
  }
  const add = (closeOne: () => void | Promise<void>): void => {
    closers.push(closeOne)
    if (closing !== undefined) closing = closing.then(closeAll)
  }
  return { add, close, [Symbol.asyncDispose]: close }
}
