import type { Dispatcher } from 'undici'
import type { HttpRequest, HttpResponse } from '../../httpBackend.ts'
import { type BodyQueue, createBodyQueue, endBody, failBody, pushChunk } from '../createBodyQueue.ts'

/** Where undici sends a request. */
export type Target = { readonly origin: string; readonly path: string }

export type ExchangeWatcher = {
  /** The caller has all of the answer, or left; may be called more than once. */
  onLeft(): void
  /** Called once, when undici has nothing to do with the request any more. */
  onOver(): void
  /** What the caller gets for an error of undici, before or after the request was sent. */
  toError(error: Error, isSent: boolean): Error
}

/** A request at undici, and what came of it. A record with functions beside it: a program has a thousand streams. */
type Exchange = {
  readonly signal: AbortSignal
  readonly watcher: ExchangeWatcher
  resolve(response: HttpResponse): void
  reject(error: unknown): void
  onAbort(): void
  controller: Dispatcher.DispatchController | undefined
  queue: BodyQueue | undefined
  isOver: boolean
}

/**
 * Sends one request and resolves with the head of its answer. It ends at once when the signal fires, also in undici's queue.
 */
export function exchange(
  dispatcher: Dispatcher,
  target: Target,
  { method, headers, body, signal }: HttpRequest,
  watcher: ExchangeWatcher,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      fail(state, signal.reason)
      leave(state)
    }
    const state: Exchange = {
      signal,
      watcher,
      resolve,
      reject,
      onAbort,
      controller: undefined,
      queue: undefined,
      isOver: false,
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      dispatcher.dispatch({ ...target, method, headers, body: body ?? null }, handlerOf(state))
    } catch (error) {
      failed(state, error instanceof Error ? error : new Error(String(error))) // a proxy's dispatcher throws for headers of its own
    }
  })
}

function handlerOf(state: Exchange): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller) => {
      state.controller = controller
      if (state.signal.aborted) leave(state) // while it was in the queue: it is not sent at all
    },
    onResponseStart: (controller, status, received) => {
      if (status < 200) return
      controller.rawHeaders = null // undici would keep them for as long as the body lasts: a kilobyte for each stream
      state.queue = createBodyQueue(controller, () => leave(state))
      state.resolve({ status, headers: lastValues(received), body: state.queue.body })
    },
    onResponseData: (_, chunk) => {
      if (state.queue !== undefined) pushChunk(state.queue, chunk)
    },
    onResponseEnd: () => {
      over(state)
      if (state.queue !== undefined) endBody(state.queue)
    },
    onResponseError: (_, error) => failed(state, error),
  }
}

function over(state: Exchange): void {
  if (state.isOver) return
  state.isOver = true
  state.signal.removeEventListener('abort', state.onAbort)
  state.watcher.onOver()
  state.watcher.onLeft()
}

function fail({ queue, reject }: Exchange, error: unknown): void {
  if (queue === undefined) reject(error)
  else failBody(queue, error)
}

function leave({ watcher, controller }: Exchange): void {
  watcher.onLeft()
  controller?.abort(new Error('Nobody waits for the answer any more'))
}

function failed(state: Exchange, error: Error): void {
  over(state)
  fail(state, state.watcher.toError(error, state.controller !== undefined))
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
