import { sleep } from '@sdex/primitives'
import { Observable } from 'rxjs'
import type { Query } from '../baseUrl.ts'
import type { OpenedStream } from '../endpoints/openStream.ts'
import { MalformedBodyError } from '../errors.ts'
import { parseJson, readBody } from '../parseAnswer.ts'
import type { RequestPriority } from '../types/requests.ts'
import { StreamMovedError, StreamSilentError } from './errors.ts'
import { createLastBytes, type LastBytes } from './lastBytes.ts'
import { isAfter, ledgerOf, type PagingToken, parsePagingToken } from './pagingToken.ts'
import type { StreamContext } from './ports.ts'
import { readConnection } from './readConnection.ts'
import { isLasting, retryDelayMs } from './retryDelay.ts'
import type { StreamStatus } from './streamStatus.ts'

/** What a stream is of. Made anew for each subscription of it, so it may keep state. */
export type StreamSpec<Item> = {
  readonly path: string
  /** Without the cursor. */
  readonly query: Query
  readonly priority: RequestPriority
  /** Records have places in history and are resumed behind the last one; snapshots are of the moment, and each connection begins with one. */
  readonly kind: 'records' | 'snapshots'
  /** Whether each ledger brings a record. @defaultValue false */
  readonly bringsEachLedger?: boolean | undefined
  /** Reads a record's JSON. What it throws ends the connection; the next one resumes before this record. */
  read(json: unknown): Item
  /** Reads a record at once where it has the form that Horizon gives it; `undefined`: by `read`. */
  scan?(json: Uint8Array): Item | undefined
  /** Whether a snapshot tells nothing that the one before did not; it is left out then. @defaultValue never */
  isSame?(last: Item, next: Item): boolean
  /** Before each connection of records: tells where to begin, having emitted what has to be asked for. What it throws is a fault like others. */
  prepare?(resume: Resume<Item>): Promise<string>
}

/** How far a stream has come. */
export type Resume<Item> = {
  /** Of the last record emitted. */
  readonly cursor: string | undefined
  /** Whether the connection before went well: it brought records, and the server ended it by goodbye. */
  readonly wentWell: boolean
  readonly signal: AbortSignal
  /** Emits a record that was read by request. */
  emit(id: string, data: Item): void
}

/** A connection that ended by goodbye in less than that, and brought no more than each one does: the next one waits so long. */
const BRIEF_MS = 1_000
/** A connection that lasts so long is good, also when it brings nothing. */
const STEADY_MS = 5_000

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
    const stop = new AbortController()
    const staysOpen = context.onClose(() => {
      isLeft = false
      subscriber.complete()
    })
    const emit = (data: Item): void => subscriber.next(data)
    if (!subscriber.closed) {
      follow(context, { spec: makeSpec(), status, signal: stop.signal, emit }).catch((error: unknown) => {
        if (stop.signal.aborted) return
        isLeft = false
        subscriber.error(error)
      })
    }
    return () => {
      staysOpen()
      stop.abort()
      if (isLeft) status.reset()
    }
  })
}

type Follower<Item> = {
  readonly spec: StreamSpec<Item>
  readonly status: StreamStatus
  readonly signal: AbortSignal
  emit(data: Item): void
}

/** How far it came, and how the current connection does. */
type Progress = {
  cursor: string | undefined
  place: PagingToken | undefined
  recordCount: number
  helloAtMs: number | undefined
  /** After silence while ledgers go on, saying hello proves nothing. */
  isDoubted: boolean
  /** The last snapshot, where the next one is compared with it. */
  readonly last: LastBytes
}

async function follow<Item>(context: StreamContext, follower: Follower<Item>): Promise<void> {
  const { clock, random, servers } = context
  const { status, signal, spec } = follower
  const progress: Progress = {
    cursor: undefined,
    place: undefined,
    recordCount: 0,
    helloAtMs: undefined,
    isDoubted: false,
    last: createLastBytes(),
  }
  let [failureCount, wentWell] = [0, false]
  while (!signal.aborted) {
    const startMs = clock.now()
    progress.recordCount = 0
    progress.helloAtMs = undefined
    let delayMs = 0
    try {
      await connect(context, follower, { progress, wentWell })
      failureCount = 0
      wentWell = progress.recordCount > 0
      const broughtNews = wentWell && spec.kind === 'records'
      if (!broughtNews && clock.now() - startMs < BRIEF_MS) delayMs = BRIEF_MS
    } catch (error) {
      if (signal.aborted) return
      wentWell = false
      failureCount = wasGood(progress, clock.now()) ? 1 : failureCount + 1
      progress.isDoubted ||= error instanceof StreamSilentError
      const state = isLasting(error) || error instanceof StreamSilentError ? 'stale' : 'reconnecting'
      status.failed(state, error, toldLedger(spec, progress))
      const isMoving = error instanceof StreamMovedError || (failureCount <= servers.count && servers.canMove())
      delayMs = isMoving ? 0 : retryDelayMs(error, failureCount, random)
    }
    if (delayMs > 0) await sleep(clock, delayMs, signal)
  }
}

/** A server that says hello and fails at the first record is not taken for a good one. */
function wasGood(progress: Progress, nowMs: number): boolean {
  return progress.recordCount > 0 || isSteady(progress, nowMs)
}

function isSteady({ helloAtMs }: Progress, nowMs: number): boolean {
  return helloAtMs !== undefined && nowMs - helloAtMs >= STEADY_MS
}

async function connect<Item>(
  context: StreamContext,
  { spec, status, signal, emit }: Follower<Item>,
  { progress, wentWell }: { readonly progress: Progress; readonly wentWell: boolean },
): Promise<void> {
  const { path, query, priority, bringsEachLedger = false } = spec
  const what = context.servers.shown(path)

  const advance = (id: string | undefined, data: Item): void => {
    if (spec.kind === 'records') moveTo(progress, id, what)
    emit(data)
  }
  const read = (json: Uint8Array): Item =>
    spec.scan?.(json) ?? readBody({ json: () => parseJson(json), what }, spec.read)
  /** `undefined` for a snapshot that is the last one again. One server writes the same in the same bytes; another one need not. */
  const readNews = (json: Uint8Array): Item | undefined => {
    if (spec.isSame === undefined) return read(json)
    const { last, recordCount } = progress
    if (last.equal(json)) return undefined
    const data = read(json)
    const old = recordCount === 0 ? last.bytes : undefined
    const isRepeat = old !== undefined && spec.isSame(read(old), data)
    last.keep(json)
    return isRepeat ? undefined : data
  }
  const onRecord = (id: string | undefined, json: Uint8Array, server: OpenedStream): void => {
    const isRepeat =
      spec.kind === 'records' && progress.place !== undefined && !isAfter(placeOf(id, what), progress.place)
    if (isRepeat) return
    const data = readNews(json)
    progress.recordCount += 1
    progress.isDoubted = false
    status.live()
    if (data === undefined) return
    advance(id, data)
    if (progress.place !== undefined) server.sawLedger(ledgerOf(progress.place))
  }
  const onHello = (): void => {
    progress.helloAtMs = context.clock.now()
    if (!progress.isDoubted) status.live()
  }
  const { cursor } = progress
  const start = await prepared(context, spec, { cursor, wentWell, signal, emit: advance })
  // Kept from now on: asked for once more after a failure, the start would lie behind what happened meanwhile.
  if (start !== undefined) {
    moveTo(progress, start, what)
    status.caughtUp(toldLedger(spec, progress))
  }
  await readConnection(context, {
    ...{ path, priority, signal, bringsEachLedger, onHello, onRecord },
    isSteady: () => isSteady(progress, context.clock.now()),
    query: { ...query, cursor: progress.cursor },
  })
}

/** A stream without a record for each ledger does not say how far it is. */
function toldLedger({ bringsEachLedger }: StreamSpec<unknown>, { place }: Progress): number | undefined {
  return bringsEachLedger === true && place !== undefined ? ledgerOf(place) : undefined
}

/** Where what was answered is the fault, another server may keep more, or tell it better. */
async function prepared<Item>(
  { servers }: StreamContext,
  { prepare }: StreamSpec<Item>,
  resume: Resume<Item>,
): Promise<string | undefined> {
  try {
    return await prepare?.(resume)
  } catch (error) {
    if (isLasting(error) || error instanceof MalformedBodyError) servers.demote()
    throw error
  }
}

function moveTo(progress: Progress, id: string | undefined, what: string): void {
  progress.place = placeOf(id, what)
  progress.cursor = id
}

function placeOf(id: string | undefined, what: string): PagingToken {
  const place = id === undefined ? undefined : parsePagingToken(id)
  if (place !== undefined) return place
  throw new MalformedBodyError({
    path: 'id',
    message: `A record of ${what} is not what Horizon sends: its id is not a paging token.`,
    remedy: 'Check that the URL is that of a Horizon, and that no proxy changes its answers.',
    input: id,
  })
}
