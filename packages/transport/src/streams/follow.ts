import { sleep, withDeadline } from '@sdex/primitives'
import { MalformedBodyError } from '../errors.ts'
import { StreamMovedError, StreamSilentError } from './errors.ts'
import { type Follower, isSteady, moveTo, toldLedger } from './follower.ts'
import { type Connection, readEvents } from './readEvents.ts'
import { isEventStream, refusalOf } from './refusalOf.ts'
import { isLasting, retryDelayMs } from './retryDelay.ts'
import type { StreamSpec } from './streamSpec.ts'
import { showCaughtUp, showFailed } from './streamStatus.ts'

/** A connection that ended by goodbye in less than that, and brought no more than each one does: the next one waits so long. */
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

/** Opens a connection that begins where the stream stands. The attempt's signal ends it. */
async function connect(follower: Follower): Promise<Connection> {
  const { context, spec, attempt } = follower
  const { path, priority } = spec
  const { signal } = attempt
  if (spec.prepare !== undefined) await prepare(follower, spec.prepare)
  const query = { ...spec.query, cursor: follower.cursor }
  const { server, response } = await context.servers.open({ path, query, priority, signal })
  if (isEventStream(response)) return { server, body: response.body }
  server.demote() // another server may have the route, what this one has not any more, or the budget that is used up here
  const what = server.shown(path)
  const deadline = { clock: context.clock, timeoutMs: REFUSAL_TIMEOUT_MS, signal, what }
  throw await withDeadline(() => refusalOf(response, what), deadline)
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
    const start = await ask({ cursor, wentWell, signal: attempt.signal, emit })
    // Kept from now on: asked for once more after a failure, the start would lie behind what happened meanwhile.
    moveTo(follower, start, what)
  } catch (error) {
    // Where what was answered is the fault, another server may keep more, or tell it better.
    if (isLasting(error) || error instanceof MalformedBodyError) servers.demote()
    throw error
  }
  showCaughtUp(status, toldLedger(follower))
}
