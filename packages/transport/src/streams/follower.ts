import type { StreamServer } from '../endpoints/openStream.ts'
import { MalformedBodyError } from '../errors.ts'
import { parseJson, readBody } from '../parseAnswer.ts'
import { isLast, keepLast, type LastBytes, noBytes } from './lastBytes.ts'
import { isAfter, ledgerOf, type PagingToken, parsePagingToken } from './pagingToken.ts'
import type { StreamContext } from './ports.ts'
import type { StreamSpec } from './streamSpec.ts'
import { type StreamStatus, showLive } from './streamStatus.ts'

/**
 * Follows a stream for its subscribers, and knows how far it has come. One record with functions beside it, here and in what it holds: a program has a
 * thousand streams, and closures of each would take more memory than its connection.
 */
export type Follower<Item = unknown> = {
  readonly context: StreamContext
  readonly spec: StreamSpec<Item>
  readonly status: StreamStatus
  emit(data: Item): void
  /** Of the connection, or of the wait for the next one. */
  attempt: AbortController
  isStopped: boolean
  /** Where its last connection was. */
  lastAt: StreamServer | undefined
  /** Where it was tried last, unless that went well. */
  failedAt: StreamServer | undefined
  /** Of the last record emitted, or where to begin. */
  cursor: string | undefined
  place: PagingToken | undefined
  /** Of this connection. */
  recordCount: number
  helloAtMs: number | undefined
  /** Whether the connection before brought records, and the server ended it by goodbye. */
  wentWell: boolean
  /** After silence while ledgers go on, saying hello proves nothing. */
  isDoubted: boolean
  /** The last snapshot, where the next one is compared with it. */
  readonly last: LastBytes
}

/** A connection that lasts so long is good, also when it brings nothing. */
const STEADY_MS = 5_000

/** One that has not begun. */
export function createFollower<Item>(
  context: StreamContext,
  parts: Pick<Follower<Item>, 'spec' | 'status' | 'emit'>,
): Follower<Item> {
  return {
    context,
    spec: parts.spec,
    status: parts.status,
    emit: parts.emit,
    attempt: new AbortController(),
    isStopped: false,
    lastAt: undefined,
    failedAt: undefined,
    cursor: undefined,
    place: undefined,
    recordCount: 0,
    helloAtMs: undefined,
    wentWell: false,
    isDoubted: false,
    last: noBytes(),
  }
}

/** A record or snapshot, as a connection brought it. */
export type Brought = { readonly id: string | undefined; readonly json: Uint8Array; readonly server: StreamServer }

/** The server has said hello, that is, after its first look at what there is. */
export function takeHello(follower: Follower): void {
  follower.helloAtMs = follower.context.clock.now()
  if (!follower.isDoubted) showLive(follower.status)
}

/** Emits what a connection brought, if it is news. What it throws ends the connection. */
export function takeRecord<Item>(follower: Follower<Item>, { id, json, server }: Brought): void {
  const { spec, place } = follower
  const what = (): string => server.shown(spec.path)
  const isRepeat = spec.kind === 'records' && place !== undefined && !isAfter(placeOf(id, what), place)
  if (isRepeat) return
  const data = spec.scan?.(json) ?? readBody({ json: () => parseJson(json), what: what() }, spec.read)
  follower.recordCount += 1
  follower.isDoubted = false
  showLive(follower.status)
  if (isToldAgain(follower, data)) return
  if (spec.kind === 'records') moveTo(follower, id, what)
  follower.emit(data)
  if (follower.place !== undefined) server.sawLedger(ledgerOf(follower.place))
}

/** Whether a snapshot says what the last one said; else it is the last one now. */
function isToldAgain<Item>({ spec, last }: Follower<Item>, data: Item): boolean {
  const bytes = spec.bytesOf?.(data)
  if (bytes === undefined) return false
  if (isLast(last, bytes)) return true
  keepLast(last, bytes)
  return false
}

/** Whether the connection went well so far, so that a cut says nothing against the server. */
export function isSteady({ helloAtMs, context }: Follower): boolean {
  return helloAtMs !== undefined && context.clock.now() - helloAtMs >= STEADY_MS
}

/** Up to which ledger all was told. A stream without a record for each ledger does not say how far it is. */
export function toldLedger({ spec, place }: Follower): number | undefined {
  return spec.bringsEachLedger === true && place !== undefined ? ledgerOf(place) : undefined
}

/** The stream stands behind that record. */
export function moveTo(follower: Follower, id: string | undefined, what: () => string): void {
  follower.place = placeOf(id, what)
  follower.cursor = id
}

function placeOf(id: string | undefined, what: () => string): PagingToken {
  const place = id === undefined ? undefined : parsePagingToken(id)
  if (place !== undefined) return place
  throw new MalformedBodyError({
    path: 'id',
    message: `A record of ${what()} is not what Horizon sends: its id is not a paging token.`,
    remedy: 'Check that the URL is that of a Horizon, and that no proxy changes its answers.',
    input: id,
  })
}
