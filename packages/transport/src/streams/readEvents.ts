import type { Subscription } from 'rxjs'
import { tellBody } from '../backends/tellBody.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { StreamServer } from '../endpoints/openStream.ts'
import { BEAT_MS } from './createBeat.ts'
import { StreamCutError, StreamMovedError, StreamSilentError } from './errors.ts'
import { type Follower, isSteady, takeHello, takeRecord } from './follower.ts'
import { parseEventStream, type ServerEvent } from './parseEventStream.ts'

/**
 * Horizon ends each connection after 55 s: without an event for longer than that, none is there any more. Bytes alone prove nothing: comments may
 * come from a proxy whose server is gone.
 */
const SILENCE_MS = 60_000
/** A beat that is late by so much: the machine slept, and its connections may not know that they are dead. */
const SLEPT_MS = 10_000
/** Ledgers missed, and silence, after which a stream that brings each ledger is given up. Horizon looks for news every 5 s. */
const [MAX_MISSED_LEDGERS, MISSED_SILENCE_MS] = [3, 15_000]
/** After saying goodbye the server ends the connection; it is cut when it does not. */
const GOODBYE_MS = 1_000
const MAX_EVENT_BYTES = 1 << 22
const MAX_SHOWN_TEXT = 300
/** How an error event begins that would have been a 429 at the start of a connection. */
const BUDGET_USED_UP = 'problem: rate_limit_exceeded'

/** A connection whose head says that events come. */
export type Connection = { readonly server: StreamServer; readonly body: AsyncIterable<Uint8Array> }

/** A connection that is read. */
type Reading = {
  readonly follower: Follower
  readonly server: StreamServer
  readonly signal: AbortSignal
  resolve(): void
  reject(error: unknown): void
  onAbort(): void
  leaveBeat(): void
  ticks: Subscription | undefined
  cancelGoodbye: (() => void) | undefined
  lastEventMs: number
  missedLedgers: number
  saidGoodbye: boolean
  isOver: boolean
}

/**
 * Reads a connection to its end; `follower.attempt` ends it before. Settles also if the body then goes on hanging.
 *
 * @returns When the server said goodbye. Rejects with what went wrong otherwise. No timer or subscription is left then.
 */
export function readEvents(follower: Follower, { server, body }: Connection): Promise<void> {
  const { context, spec, attempt } = follower
  const { signal } = attempt
  return new Promise((resolve, reject) => {
    const reading: Reading = {
      follower,
      server,
      signal,
      resolve,
      reject,
      onAbort: () => fail(reading, signal.reason),
      leaveBeat: context.beat((elapsedMs) => watchBeat(reading, elapsedMs)),
      ticks: undefined,
      cancelGoodbye: undefined,
      lastEventMs: context.clock.now(),
      missedLedgers: 0,
      saidGoodbye: false,
      isOver: false,
    }
    signal.addEventListener('abort', reading.onAbort)
    if (spec.bringsEachLedger === true) reading.ticks = context.ledgerTicks$?.subscribe(() => watchTick(reading))
    if (signal.aborted) reading.onAbort()
    read(reading, body)
  })
}

/** Whoever ends the reading before the body fires the attempt's signal, which ends the body too. */
function read(reading: Reading, body: AsyncIterable<Uint8Array>): void {
  const push = parseEventStream((event) => takeEvent(reading, event), { maxEventBytes: MAX_EVENT_BYTES })
  // The signal may reach the body first: that it ends then says nothing against the server.
  const onFail = (error: unknown): void =>
    reading.signal.aborted || isSteady(reading.follower) ? fail(reading, error) : blame(reading, error)
  tellBody(body, {
    onChunk: (chunk) => {
      try {
        if (!reading.isOver) push(chunk)
      } catch (error) {
        blame(reading, error)
      }
      return !reading.isOver
    },
    onEnd: () => onFail(cut(reading, 'The server broke the stream off.')),
    onFail,
  })
}

function takeEvent(reading: Reading, { type, id, data }: ServerEvent): void {
  if (reading.isOver || reading.saidGoodbye) return
  const { follower, server } = reading
  const { clock } = follower.context
  if (type === 'message') {
    reading.lastEventMs = clock.now()
    takeRecord(follower, { id, json: data, server })
    reading.missedLedgers = 0 // after it: the ledger that it tells may be news to all
  } else if (type === 'open') {
    reading.lastEventMs = clock.now()
    takeHello(follower)
  } else if (type === 'error') {
    const text = decodeUtf8(data)
    if (text.startsWith(BUDGET_USED_UP)) server.limiter?.observe({ status: 429 })
    // The server's text is plain: `problem: rate_limit_exceeded. full details: ...`.
    throw cut(reading, `The server ended the stream: ${text.slice(0, MAX_SHOWN_TEXT)}`)
  } else if (type === 'close') {
    reading.saidGoodbye = true
    reading.cancelGoodbye = clock.setTimer(() => end(reading, reading.resolve), GOODBYE_MS)
  }
}

function watchBeat(reading: Reading, elapsedMs: number): void {
  const { server } = reading
  takeTurn(reading)
  const reason = server.reasonToLeave()
  if (reason !== undefined) fail(reading, moved(reading, reason))
  else if (elapsedMs > BEAT_MS + SLEPT_MS) {
    fail(reading, cut(reading, 'This machine slept, and the connection may be dead.'))
  } else if (silenceMs(reading) >= SILENCE_MS) {
    blame(reading, cut(reading, `No event came from the server for ${SILENCE_MS / 1_000} s.`))
  }
}

/** Horizon takes a token at each ledger that an open stream looks at, which is about one a beat. Taken here too, the estimate stays true. */
function takeTurn({ server: { limiter }, follower, signal }: Reading): void {
  const { priority } = follower.spec
  if (limiter?.spendTurn !== undefined) limiter.spendTurn()
  else limiter?.acquire({ priority, signal, timeoutMs: BEAT_MS }).catch(() => {}) // spent at the server in any case
}

function watchTick(reading: Reading): void {
  reading.missedLedgers += 1
  if (reading.missedLedgers < MAX_MISSED_LEDGERS || silenceMs(reading) < MISSED_SILENCE_MS) return
  blame(reading, silent(reading))
}

function silenceMs(reading: Reading): number {
  const nowMs = reading.follower.context.clock.now()
  reading.lastEventMs = Math.min(reading.lastEventMs, nowMs) // the clock may have been put back
  return nowMs - reading.lastEventMs
}

/** Ends it for what another server may do better. */
function blame(reading: Reading, error: unknown): void {
  if (reading.isOver) return
  if (!reading.saidGoodbye) reading.server.demote()
  fail(reading, error)
}

function fail(reading: Reading, error: unknown): void {
  end(reading, reading.saidGoodbye ? reading.resolve : () => reading.reject(error))
}

function end(reading: Reading, settle: () => void): void {
  if (reading.isOver) return
  reading.isOver = true
  reading.leaveBeat()
  reading.ticks?.unsubscribe()
  reading.cancelGoodbye?.()
  reading.signal.removeEventListener('abort', reading.onAbort)
  settle()
}

function whatIs({ server, follower }: Reading): string {
  return server.shown(follower.spec.path)
}

function cut(reading: Reading, message: string): StreamCutError {
  return new StreamCutError({ message: `${message} (${whatIs(reading)})`, remedy: 'It is opened again by itself.' })
}

function moved(reading: Reading, reason: string): StreamMovedError {
  const remedy = 'It is opened at another server by itself.'
  return new StreamMovedError({ message: `${reason} (${whatIs(reading)})`, remedy })
}

function silent(reading: Reading): StreamSilentError {
  const { missedLedgers } = reading
  return new StreamSilentError({
    message: `The stream is silent while ${missedLedgers} ledgers closed. (${whatIs(reading)})`,
    remedy: 'It is opened again by itself.',
    input: missedLedgers,
  })
}
