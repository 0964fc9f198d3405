/** Signals that ask the bot to leave. */
export type StopSignals = {
  /** Aborted by the first request, with its name as the reason. */
  readonly requested: AbortSignal
  /** Asks from inside: the duration is over, the reader of stdout has gone. */
  request(reason: string): void
  /** Stops listening. */
  close(): void
}

/** One Ctrl-C reaches a process several times when npm or a wrapper forwards it: a repeat this soon is the same request. */
const sameRequestMs = 500

/**
 * Listens for SIGINT, SIGTERM and SIGHUP.
 *
 * @param source - The process, or an emitter in tests.
 * @param onSecond - Runs at the second request, and at each one after it.
 */
export function listenForStop(
  source: { on(name: string, run: () => void): unknown; off(name: string, run: () => void): unknown },
  onSecond: () => void,
  now: () => number,
): StopSignals {
  const controller = new AbortController()
  let firstAtMs: number | undefined
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
    const run = (): void => {
      if (firstAtMs === undefined) {
        firstAtMs = now()
        controller.abort(name)
      } else if (now() - firstAtMs >= sameRequestMs) onSecond()
    }
    source.on(name, run)
    return { name, run }
  })
  return {
    requested: controller.signal,
    request: (reason) => controller.abort(reason),
    close: () => listeners.forEach(({ name, run }) => void source.off(name, run)),
  }
}
