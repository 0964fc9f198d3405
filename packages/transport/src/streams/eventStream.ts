import { sleep } from '@sdex/primitives'
import { Observable } from 'rxjs'
import { MalformedBodyError } from '../errors.ts'
import { StreamMovedError, StreamSilentError } from './errors.ts'
import { createFollower, type Follower, isSteady, moveTo, toldLedger } from './follower.ts'
import { type Connection, openConnection } from './openConnection.ts'
import type { StreamContext } from './ports.ts'
import { readEvents } from './readEvents.ts'
import { isLasting, retryDelayMs } from './retryDelay.ts'
import type { StreamSpec } from './streamSpec.ts'
import { resetStatus, type StreamStatus, showCaughtUp, showFailed } from './streamStatus.ts'

/** A connection that ended by goodbye in less than that, and brought no more than each one does: the next one waits so long. */
const BRIEF_MS = 1_000

/**
 * Follows a stream through one connection after another, for as long as there is a subscriber: no gap and no repeat in records, whatever
 * ends a connection. Cold: each subscription has connections of its own. Completes when the client closes and never errors; faults show on `status`.
 */
export function eventStream<Item>(
  context: StreamContext,
  makeSpec: () => StreamSpec<Item>,
  status: StreamStatus,
): Observable<Item> {
  // One step for what four operators would do: each of them keeps objects of its own for each stream.
  return new Observable((subscriber) => {
    let isLeft = true // by whoever subscribed, and not by the end
    let follower: Follower<Item> | undefined
    const staysOpen = context.onClose(() => {
      isLeft = false
      subscriber.complete()
    })
    if (!subscriber.closed) {
      follower = createFollower(context, { spec: makeSpec(), status, emit: (data) => subscriber.next(data) })
      follow(follower).catch((error: unknown) => {
        if (follower?.isStopped) return
        isLeft = false
        subscriber.error(error)
      })
    }
    return () => {
      staysOpen()
      if (follower !== undefined) stop(follower)
      if (isLeft) resetStatus(status)
    }
  })
}

function stop(follower: Follower): void {
  follower.isStopped = true
  follower.attempt.abort()
}

/** The connection is over: nothing of it is left. What comes then can be stopped like it. */
function endAttempt(follower: Follower): void {
  follower.attempt.abort()
  if (!follower.isStopped) follower.attempt = new AbortController()
}

async function follow(follower: Follower): Promise<void> {
  const { context, spec, status } = follower
  const { clock, random, servers } = context
  let failureCount = 0
  while (!follower.isStopped) {
    const startMs = clock.now()
    follower.recordCount = 0
    follower.helloAtMs = undefined
    let delayMs = 0
    try {
      await readEvents(follower, await connect(follower))
      failureCount = 0
      follower.wentWell = follower.recordCount > 0
      const broughtNews = follower.wentWell && spec.kind === 'records'
      if (!broughtNews && clock.now() - startMs < BRIEF_MS) delayMs = BRIEF_MS
    } catch (error) {
      if (follower.isStopped) return
      follower.wentWell = false
      failureCount = wasGood(follower) ? 1 : failureCount + 1
      follower.isDoubted ||= error instanceof StreamSilentError
      const state = isLasting(error) || error instanceof StreamSilentError ? 'stale' : 'reconnecting'
      showFailed(status, { state, error, toldLedger: toldLedger(follower) })
      const isMoving = error instanceof StreamMovedError || (failureCount <= servers.count && servers.canMove())
      delayMs = isMoving ? 0 : retryDelayMs(error, failureCount, random)
    } finally {
      endAttempt(follower)
    }
    if (delayMs > 0) await sleep(clock, delayMs, follower.attempt.signal)
  }
}

/** A server that says hello and fails at the first record is not taken for a good one. */
function wasGood(follower: Follower): boolean {
  return follower.recordCount > 0 || isSteady(follower)
}

async function connect(follower: Follower): Promise<Connection> {
  const { context, spec, status, attempt } = follower
  const { path, query, priority } = spec
  const start = await prepared(follower)
  // Kept from now on: asked for once more after a failure, the start would lie behind what happened meanwhile.
  if (start !== undefined) {
    moveTo(follower, start, () => context.servers.shown(path))
    showCaughtUp(status, toldLedger(follower))
  }
  return openConnection(context, {
    ...{ path, priority, signal: attempt.signal },
    query: { ...query, cursor: follower.cursor },
  })
}

/** Where what was answered is the fault, another server may keep more, or tell it better. */
async function prepared(follower: Follower): Promise<string | undefined> {
  const { context, spec, attempt, cursor, wentWell } = follower
  const { servers } = context
  const emit = (id: string, data: unknown): void => {
    if (spec.kind === 'records') moveTo(follower, id, () => servers.shown(spec.path))
    follower.emit(data)
  }
  try {
    return await spec.prepare?.({ cursor, wentWell, signal: attempt.signal, emit })
  } catch (error) {
    if (isLasting(error) || error instanceof MalformedBodyError) servers.demote()
    throw error
  }
}
