import type { Clock } from '@sdex/primitives'
import { closedError } from './closedError.ts'
import { createCallers } from './createCallers.ts'

/** Requests of a backend that are under way, over something that has no `close()` of its own, or none that is ours to call. */
export type UnderWay = {
  /** @throws What the signal fired with; what a closed client answers. */
  check(signal: AbortSignal): void
  /**
   * Begins a request.
   *
   * @param onOver - Called once, when it is over.
   */
  begin(signal: AbortSignal, onOver?: () => void): OneUnderWay
  /** Waits for those under way, and ends them when the time is up. */
  close(): Promise<void>
}

export type OneUnderWay = {
  /** Ends the request: fired by the caller's signal and by `close()`. */
  readonly connection: AbortController
  /** To be called when it is over; more than once does nothing. */
  over(): void
}

export function createUnderWay({
  clock,
  closeTimeoutMs,
}: {
  readonly clock: Clock
  readonly closeTimeoutMs: number
}): UnderWay {
  const connections = new Set<AbortController>()
  const callers = createCallers()
  let closed: Promise<void> | undefined

  const cut = async (): Promise<void> => {
    await callers.gone(closeTimeoutMs, clock)
    for (const connection of connections) connection.abort(closedError())
  }
  return {
    check: (signal) => {
      signal.throwIfAborted()
      if (closed !== undefined) throw closedError()
    },
    begin: (signal, onOver) => {
      const connection = new AbortController()
      const onAbort = (): void => connection.abort(signal.reason)
      const leave = callers.enter()
      connections.add(connection)
      signal.addEventListener('abort', onAbort, { once: true })
      return {
        connection,
        over: () => {
          if (!connections.delete(connection)) return
          signal.removeEventListener('abort', onAbort)
          onOver?.()
          leave()
        },
      }
    },
    close: () => {
      closed ??= cut()
      return closed
    },
  }
}
