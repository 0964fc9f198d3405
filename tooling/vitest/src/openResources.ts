import { createHook } from 'node:async_hooks'

/** What keeps a process alive when it is left open. A TLS socket does so by the TCP socket below it, and is known to be gone only when it is collected. */
const kinds = new Set(['Timeout', 'TCPSERVERWRAP', 'TCPWRAP', 'PIPEWRAP', 'PROCESSWRAP', 'WORKER'])

type Opened = { readonly type: string; readonly resource: WeakRef<object>; readonly openedAt: string }

/** Node's own frames and the runner's say nothing about who forgot to close. */
function ownFrame(stack: string): string {
  const frames = stack.split('\n').slice(1)
  return (
    frames.find((line) => !/\(?node:|node_modules|<anonymous>|openResources\.ts/.test(line)) ??
    frames.at(-1) ??
    ''
  ).trim()
}

/**
 * Notes every timer, socket, server, process and worker that is opened from now on.
 *
 * `process.getActiveResourcesInfo()` would be simpler, but does not tell one timer from another, nor who opened it.
 */
export function watchResources(): { open(): string[]; stop(): void } {
  const opened = new Map<number, Opened>()
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (!kinds.has(type)) return
      const { stackTraceLimit } = Error
      Error.stackTraceLimit = 30 // library frames come first
      const stack = new Error().stack ?? ''
      Error.stackTraceLimit = stackTraceLimit
      opened.set(id, { type, resource: new WeakRef(resource), openedAt: ownFrame(stack) })
    },
    destroy(id) {
      opened.delete(id)
    },
  }).enable()
  return {
    open: () =>
      [...opened.values()].flatMap(({ type, resource, openedAt }) => {
        const live = resource.deref() as { hasRef?: () => boolean } | undefined
        // Collected, or told not to keep the process alive.
        return live === undefined || live.hasRef?.() === false ? [] : [`${type} ${openedAt}`]
      }),
    stop: () => void hook.disable(),
  }
}
