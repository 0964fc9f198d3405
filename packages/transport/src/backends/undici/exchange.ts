import type { Dispatcher } from 'undici'
import type { HttpRequest, HttpResponse } from '../../httpBackend.ts'
import { type BodyQueue, createBodyQueue } from '../createBodyQueue.ts'

/** Where undici sends a request. */
export type Target = { readonly origin: string; readonly path: string }

export type ExchangeWatcher = {
  /** The caller has all of the answer, or left; may be called more than once. */
  onLeft(): void
  /** Called once, when undici has nothing to do with the request any more. */
  onOver(): void
  /** What the caller gets for an error of undici. */
  toError(error: Error): Error
}

/**
 * Sends one request and resolves with the head of its answer. It ends at once when the signal fires, also in undici's queue.
 */
export function exchange(
  dispatcher: Dispatcher,
  target: Target,
  { method, headers, body, signal }: HttpRequest,
  { onLeft, onOver, toError }: ExchangeWatcher,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let queue: BodyQueue | undefined
    let isOver = false

    const over = (): void => {
      if (isOver) return
      isOver = true
      signal.removeEventListener('abort', onAbort)
      onOver()
      onLeft()
    }
    const fail = (error: unknown): void => {
      if (queue === undefined) reject(error)
      else queue.fail(error)
    }
    const leave = (): void => {
      onLeft()
      controller?.abort(new Error('Nobody waits for the answer any more'))
    }
    const onAbort = (): void => {
      fail(signal.reason)
      leave()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const failed = (error: Error): void => {
      over()
      fail(toError(error))
    }
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started
        if (signal.aborted) leave() // while it was in the queue: it is not sent at all
      },
      onResponseStart: (_, status, received) => {
        if (status < 200) return
        queue = createBodyQueue({
          pause: () => controller?.pause(),
          resume: () => controller?.resume(),
          leave,
        })
        resolve({ status, headers: lastValues(received), body: queue.body })
      },
      onResponseData: (_, chunk) => queue?.push(chunk),
      onResponseEnd: () => {
        over()
        queue?.end()
      },
      onResponseError: (_, error) => failed(error),
    }
    try {
      dispatcher.dispatch({ ...target, method, headers, body: body ?? null }, handler)
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error))) // a proxy's dispatcher throws for headers of its own
    }
  })
}

type Received = Readonly<Record<string, string | string[] | undefined>>

/** Of a header that came twice the last holds. Copied only where there is one: undici makes the object anew for each answer. */
function lastValues(received: Received): HttpResponse['headers'] {
  if (isSingle(received)) return received
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(received)) headers[name] = Array.isArray(value) ? value.at(-1) : value
  return headers
}

function isSingle(received: Received): received is HttpResponse['headers'] {
  for (const name in received) if (Array.isArray(received[name])) return false
  return true
}
