import type { Observable } from 'rxjs'

/** Calls once when the client closes, at once when it has closed, unless what it returns is called before. */
export type OnClose = (onClosed: () => void) => () => void

/** One subscription for all streams of a client. */
export function createOnClose(closed$: Observable<unknown>): OnClose {
  const listeners = new Set<() => void>()
  let isClosed = false
  closed$.subscribe(() => {
    isClosed = true
    for (const listener of [...listeners]) if (listeners.delete(listener)) listener()
  })
  return (onClosed) => {
    if (isClosed) onClosed()
    else listeners.add(onClosed)
    return () => void listeners.delete(onClosed)
  }
}
