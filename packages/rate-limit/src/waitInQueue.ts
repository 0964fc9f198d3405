import type { Clock } from '@sdex/primitives'
import { abortedError, timeoutError } from './errors.ts'
import type { RequestQueue, Waiting } from './requestQueue.ts'
import type { LimitedRequest } from './types.ts'

/** Where a request waits, and who wants to know when it gives up. */
export type WaitingRoom = { readonly queue: RequestQueue; readonly clock: Clock; onGiveUp(): void }

/**
 * Waits until the queue grants or refuses the request, its time is up or its caller aborts. The place, the timer and the listener are gone in the
 * same step in which one of these happens, so that a request is never granted and given up at once.
 */
export function waitInQueue(
  request: LimitedRequest & Omit<Waiting, 'grant' | 'refuse'>,
  room: WaitingRoom,
): Promise<void> {
  const { priority, weight, caller, needsPermit, signal, timeoutMs } = request
  return new Promise((resolve, reject) => {
    const release = (): void => {
      leave()
      cancelTimer()
      signal?.removeEventListener('abort', onAbort)
    }
    const refuse = (error: Error): void => {
      release()
      reject(error)
    }
    const giveUp = (error: Error): void => {
      refuse(error)
      room.onGiveUp()
    }
    const grant = (): void => {
      release()
      resolve()
    }
    const onAbort = (): void => giveUp(abortedError(signal))
    const onTime = (): void => giveUp(timeoutError(timeoutMs))
    const leave = room.queue.add({ priority, weight, caller, needsPermit, grant, refuse })
    const cancelTimer = timeoutMs === undefined ? () => {} : room.clock.setTimer(onTime, timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
