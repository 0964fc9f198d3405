import { checkRequest } from './checkRequest.ts'
import type { Dispatcher } from './createDispatcher.ts'
import { abortedError, closedError, queueFullError, tooManyCallersError } from './errors.ts'
import type { RequestQueue } from './requestQueue.ts'
import type { Settings } from './settings.ts'
import type { LimitedRequest, RequestPriority } from './types.ts'
import { waitInQueue } from './waitInQueue.ts'

/** Bounds the turns that callers take, and with them what `maxQueued` for each of them adds up to. */
const MAX_CALLERS = 100

export type EntranceOptions = {
  readonly settings: Settings
  readonly queue: RequestQueue
  readonly dispatcher: Dispatcher
}

/** Resolves when the request is granted, with a permit where it needs one. */
export type Enter = (request: LimitedRequest, needsPermit: boolean) => Promise<void>

/** Creates the way that each request takes: it is checked, then granted at once or queued, or refused where the queue is full. */
export function createEntrance({ settings, queue, dispatcher }: EntranceOptions): Enter {
  const { bucket, reserved, maxQueued, clock } = settings
  const room = { queue, clock, onGiveUp: dispatcher.serve }

  const checkRoom = (priority: RequestPriority, caller: string): void => {
    const { ofCaller, callers } = queue.crowd(priority, caller)
    if (ofCaller >= maxQueued) throw queueFullError(priority, maxQueued)
    if (ofCaller === 0 && callers >= MAX_CALLERS) throw tooManyCallersError(priority, MAX_CALLERS)
  }
  return async (request, needsPermit) => {
    const { priority, weight = 1, caller = '', signal, timeoutMs } = request
    if (dispatcher.isStopped()) throw closedError()
    checkRequest(request, bucket.capacity - (priority === 'submission' ? 0 : reserved))
    if (signal?.aborted) throw abortedError(signal)
    if (dispatcher.grantAtOnce({ priority, weight, needsPermit })) return
    checkRoom(priority, caller)
    const granted = waitInQueue({ priority, weight, caller, needsPermit, signal, timeoutMs }, room)
    dispatcher.serve()
    return granted
  }
}
