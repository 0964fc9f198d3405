import { sleep, withDeadline } from '@sdex/primitives'
import { MalformedBodyError, RateLimitedError } from '../errors.ts'
import { StreamMovedError, StreamSilentError } from './errors.ts'
import { type Follower, isSteady, moveTo, toldLedger } from './follower.ts'
import { createPace, type Pace, pauseAfterFailure, pauseAfterGoodbye } from './pace.ts'
import { type Connection, readEvents } from './readEvents.ts'
import { isEventStream, refusalOf } from './refusalOf.ts'
import { isLasting } from './retryDelay.ts'
import type { StreamSpec } from './streamSpec.ts'
import { showCaughtUp, showFailed } from './streamStatus.ts'

/** A connection that ended by goodbye in less than that, and brought no more than each one does, is followed by a pause. */
const BRIEF_MS = 1_000
/** Time that the body of a refusal may take. */
const REFUSAL_TIMEOUT_MS = 15_000

/** Ends what is under way; nothing comes after. */
export function stop(follower: Follower): void {
  follower.isStopped = true
  follower.attempt.abort()
}

/** The connection is over: nothing of it is left. What comes then can be stopped like it. */
function endAttempt(follower: Follower): void {
  follower.attempt.abort()
  if (!follower.isStopped) follower.attempt = new AbortController()
}

/**
 * Follows a stream through one connection after another until it is stopped: no gap and no repeat in records, whatever ends a connection. Faults show on
 * its status.
 *
 * @returns When it was stopped; may reject then.
 */
export async function follow(follower: Follower): Promise<void> {
  const { clock, servers } = follower.context
  const pace = createPace()
  while (!follower.isStopped) {
    follower.recordCount = 0
    follower.helloAtMs = undefined
    let pauseMs = 0
    try {
      await servers.ready(follower.attempt.signal)
      const startMs = clock.now()
      await readEvents(follower, await connect(follower))
      pauseMs = takeGoodbye(follower, pace, startMs)
    } catch (error) {
      if (follower.isStopped) return
      pauseMs = takeFailure(follower, pace, error)
    } finally {
      endAttempt(follower)
    }
    if (pauseMs > 0) await sleep(clock, pauseMs, follower.attempt.signal)
  }
}

/** @returns How long to pause. */
function takeGoodbye(follower: Follower, pace: Pace, startMs: number): number {
  const { context, spec, recordCount } = follower
  follower.failedAt = undefined
  follower.wentWell = recordCount > 0
  const broughtNews = follower.wentWell && spec.kind === 'records'
  return pauseAfterGoodbye(pace, !broughtNews && context.clock.now() - startMs < BRIEF_MS)
}

/** @returns How long to pause. */
function takeFailure(follower: Follower, pace: Pace, error: unknown): number {
  const { servers, random } = follower.context
  const isGood = wasGood(follower)
  if (isGood || error instanceof StreamMovedError) follower.failedAt = undefined
  follower.wentWell = false
  follower.isDoubted ||= error instanceof StreamSilentError
  const state = isLasting(error) || error instanceof StreamSilentError ? 'stale' : 'reconnecting'
  showFailed(follower.status, { state, error, toldLedger: toldLedger(follower) })
  const canMove = servers.canMove(follower.failedAt)
  return pauseAfterFailure(pace, error, { isGood, canMove, serverCount: servers.count, random })
}

/** A server that says hello and fails at the first record is not taken for a good one. */
function wasGood(follower: Follower): boolean {
  return follower.recordCount > 0 || isSteady(follower)
}

/** Opens a connection that begins where the stream stands. The attempt's signal ends it. */
async function connect(follower: Follower): Promise<Connection> {
  const { context, spec, attempt } = follower
  const { path, priority } = spec
  const { signal } = attempt
  if (spec.prepare !== undefined) await prepare(follower, spec.prepare)
  const server = context.servers.choose(follower.failedAt)
  follower.failedAt = server // until it went well
  const query = { ...spec.query, cursor: follower.cursor }
  const response = await server.open({ path, query, priority, signal, lastAt: follower.lastAt })
  if (isEventStream(response)) {
    follower.lastAt = server
    return { server, body: response.body }
  }
  server.demote() // another server may have the route, what this one has not any more, or the budget that is used up here
  const what = server.shown(path)
  const deadline = { clock: context.clock, timeoutMs: REFUSAL_TIMEOUT_MS, signal, what }
  const refusal = await withDeadline(() => refusalOf(response, what), deadline)
  if (refusal instanceof RateLimitedError && refusal.retryAfterMs !== undefined) server.hold(refusal.retryAfterMs)
  throw refusal
}

async function prepare(follower: Follower, ask: NonNullable<StreamSpec<unknown>['prepare']>): Promise<void> {
  const { context, spec, status, attempt, cursor, wentWell } = follower
  const { servers } = context
  const what = (): string => servers.shown(spec.path)
  const emit = (id: string, data: unknown): void => {
    if (spec.kind === 'records') moveTo(follower, id, what)
    follower.emit(data)
  }
  try {
    const { signal } = attempt
    const start = await ask({ cursor, wentWell, signal, emit })
    signal.throwIfAborted() // a follower that was stopped shares its status with the next one
    // Kept from now on: asked for once more after a failure, the start would lie behind what happened meanwhile.
    moveTo(follower, start, what)
  } catch (error) {
    // Where what was answered is the fault, another server may keep more, or tell it better.
    if (isLasting(error) || error instanceof MalformedBodyError) servers.demote()
    throw error
  }
  showCaughtUp(status, toldLedger(follower))
}
