import { QueueFullError } from '../errors.ts'
import type { HttpRequest } from '../httpBackend.ts'

/** Counts what is under way to each server, and refuses what is too much. */
export type InFlight = {
  /**
   * Takes a place. Forms have some of their own beyond, so that reads never keep a submission out.
   *
   * @returns Gives it back.
   * @throws QueueFullError
   */
  enter(origin: string, method: HttpRequest['method']): () => void
}

const FORMS_BEYOND = 100

/** @param maxCount - Requests to one server that may be under way at once. */
export function createInFlight(maxCount: number): InFlight {
  const counts = new Map<string, number>()

  const leave = (origin: string): void => {
    const left = (counts.get(origin) ?? 0) - 1
    if (left > 0) counts.set(origin, left)
    else counts.delete(origin)
  }
  return {
    enter: (origin, method) => {
      const count = counts.get(origin) ?? 0
      if (count >= maxCount + (method === 'POST' ? FORMS_BEYOND : 0)) throw queueFull(count)
      counts.set(origin, count + 1)
      return () => leave(origin)
    },
  }
}

function queueFull(count: number): QueueFullError {
  return new QueueFullError({
    message: `${count} requests to the server are under way already.`,
    remedy: 'Wait for answers before sending more, or raise `maxQueuedCount`.',
    input: count,
  })
}
