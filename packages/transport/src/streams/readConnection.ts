import { withDeadline } from '@sdex/primitives'
import type { Subscription } from 'rxjs'
import type { Query } from '../baseUrl.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { OpenedStream } from '../endpoints/openStream.ts'
import type { RequestPriority } from '../types/requests.ts'
import { BEAT_MS } from './createBeat.ts'
import { StreamCutError, StreamMovedError, StreamSilentError } from './errors.ts'
import { parseEventStream } from './parseEventStream.ts'
import type { StreamContext } from './ports.ts'
import { isEventStream, refusalOf } from './refusalOf.ts'

/** One connection of a stream. */
export type ConnectionRequest = {
  readonly path: string
  readonly query: Query
  readonly priority: RequestPriority
  /** Ends it; whoever fires it listens no more. */
  readonly signal: AbortSignal
  /** Told once the server has said hello, that is, after its first look at what there is. */
  onHello(): void
  /** What it throws ends the connection. */
  onRecord(id: string | undefined, data: Uint8Array, server: OpenedStream): void
  /** Whether it went well so far, so that a cut says nothing against the server. */
  isSteady(): boolean
  /** Whether each ledger brings a record, so that silence while ledgers go on is a fault. */
  readonly bringsEachLedger: boolean
}

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
/** Time that the body of a refusal may take. */
const REFUSAL_TIMEOUT_MS = 15_000
const MAX_EVENT_BYTES = 1 << 22
const MAX_SHOWN_TEXT = 300
/** How an error event begins that would have been a 429 at the start of a connection. */
const BUDGET_USED_UP = 'problem: rate_limit_exceeded'

/**
 * Opens a connection and reads it to its end.
 *
 * @returns When the server said goodbye. Rejects with what went wrong otherwise. No timer, request or subscription is left then.
 */
export async function readConnection(context: StreamContext, request: ConnectionRequest): Promise<void> {
  const { path, query, priority, signal } = request
  const connection = new AbortController()
  try {
    const opened = await context.servers.open({ path, query, priority, signal, connection: connection.signal })
    const { response, what } = opened
    if (!isEventStream(response)) {
      opened.demote() // another server may have the route, what this one has not any more, or the budget that is used up here
      const deadline = { clock: context.clock, timeoutMs: REFUSAL_TIMEOUT_MS, signal, what }
      throw await withDeadline(() => refusalOf(response, what), deadline)
    }
    await readEvents(context, request, opened)
  } finally {
    connection.abort()
  }
}

/** Settles at the end of the body or when the connection is given up, also if the body then goes on hanging. */
function readEvents(context: StreamContext, request: ConnectionRequest, opened: OpenedStream): Promise<void> {
  const { clock, beat, ledgerTicks$ } = context
  const { signal } = request
  const { what, response, limiter } = opened
  return new Promise((resolve, reject) => {
    let leaveBeat = (): void => {}
    let ticks: Subscription | undefined
    let cancelGoodbye: (() => void) | undefined
    let [lastEventMs, missedLedgers] = [clock.now(), 0]
    let [isOver, saidGoodbye] = [false, false]

    const end = (settle: () => void): void => {
      if (isOver) return
      isOver = true
      leaveBeat()
      ticks?.unsubscribe()
      cancelGoodbye?.()
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    const fail = (error: unknown): void => end(() => (saidGoodbye ? resolve() : reject(error)))
    /** What another server may do better. */
    const blame = (error: unknown): void => {
      if (isOver) return
      if (!saidGoodbye) opened.demote()
      fail(error)
    }
    const broke = (error: unknown): void => (request.isSteady() ? fail(error) : blame(error))
    const onAbort = (): void => fail(signal.reason)
    const silenceMs = (): number => {
      lastEventMs = Math.min(lastEventMs, clock.now()) // the clock may have been put back
      return clock.now() - lastEventMs
    }
    const push = parseEventStream(
      ({ type, id, data }) => {
        if (isOver || saidGoodbye) return
        if (type === 'message') {
          lastEventMs = clock.now()
          request.onRecord(id, data, opened)
          missedLedgers = 0 // after it: the ledger that it tells may be news to all
          return
        }
        if (type === 'open') {
          lastEventMs = clock.now()
          return request.onHello()
        }
        if (type === 'error') {
          const text = decodeUtf8(data)
          if (text.startsWith(BUDGET_USED_UP)) limiter?.observe({ status: 429 })
          throw serverError(what, text)
        }
        if (type !== 'close') return
        saidGoodbye = true
        cancelGoodbye = clock.setTimer(() => end(resolve), GOODBYE_MS)
      },
      { maxEventBytes: MAX_EVENT_BYTES },
    )
    const pump = async (): Promise<void> => {
      for await (const chunk of response.body) {
        if (isOver) return
        try {
          push(chunk)
        } catch (error) {
          return blame(error)
        }
      }
    }
    const watchBeat = (elapsedMs: number): void => {
      takeTurn(opened, request)
      const reason = opened.reasonToLeave()
      if (reason !== undefined) fail(moved(what, reason))
      else if (elapsedMs > BEAT_MS + SLEPT_MS) fail(cut(what, 'This machine slept, and the connection may be dead.'))
      else if (silenceMs() >= SILENCE_MS) blame(cut(what, `No event came from the server for ${SILENCE_MS / 1_000} s.`))
    }
    const watchTick = (): void => {
      missedLedgers += 1
      if (missedLedgers < MAX_MISSED_LEDGERS || silenceMs() < MISSED_SILENCE_MS) return
      blame(silent(what, missedLedgers))
    }
    signal.addEventListener('abort', onAbort)
    leaveBeat = beat(watchBeat)
    if (request.bringsEachLedger) ticks = ledgerTicks$?.subscribe(watchTick)
    if (signal.aborted) onAbort()
    pump().then(() => broke(cut(what, 'The server broke the stream off.')), broke)
  })
}

/** Horizon takes a token at each ledger that an open stream looks at, which is about one a beat. Taken here too, the estimate stays true. */
function takeTurn({ limiter }: OpenedStream, { priority, signal }: ConnectionRequest): void {
  if (limiter?.spendTurn !== undefined) limiter.spendTurn()
  else limiter?.acquire({ priority, signal, timeoutMs: BEAT_MS }).catch(() => {}) // spent at the server in any case
}

function cut(what: string, message: string): StreamCutError {
  return new StreamCutError({ message: `${message} (${what})`, remedy: 'It is opened again by itself.' })
}

function moved(what: string, reason: string): StreamMovedError {
  return new StreamMovedError({ message: `${reason} (${what})`, remedy: 'It is opened at another server by itself.' })
}

/** The server's text is plain: `problem: rate_limit_exceeded. full details: ...`. */
function serverError(what: string, text: string): StreamCutError {
  return cut(what, `The server ended the stream: ${text.slice(0, MAX_SHOWN_TEXT)}`)
}

function silent(what: string, ledgers: number): StreamSilentError {
  return new StreamSilentError({
    message: `The stream is silent while ${ledgers} ledgers closed. (${what})`,
    remedy: 'It is opened again by itself.',
    input: ledgers,
  })
}
