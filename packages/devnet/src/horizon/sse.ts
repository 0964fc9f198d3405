import type { ServerResponse } from 'node:http'
import type { Clock } from '@sdex/primitives'
import { ProblemError, problemText, rateLimitExceeded } from './problem.ts'
import type { Wakeups } from './wakeups.ts'

/** One event of a stream; records of pages have an id to resume from, objects have none. */
export type StreamEvent = { readonly id?: string | undefined; readonly data: string }

/** Where a stream's events come from. */
export type StreamSource = {
  /** Events after which the connection ends. */
  readonly budget: number
  /** What happened since the last call. Throws a {@link ProblemError} when the request cannot be served. */
  next(): readonly StreamEvent[]
}

/** Where a stream's events go, each formatted and whole. */
export type StreamSink = {
  write(events: readonly string[]): void
  /** Writes the last ones and ends the connection. */
  end(events: readonly string[]): void
}

/** What a stream runs on. */
export type StreamContext = {
  readonly clock: Clock
  readonly wakeups: Wakeups
  /** Asked before every look, at the connect and after each ledger: false ends the stream as over its rate limit. */
  readonly takeToken?: (() => boolean) | undefined
  /** Takes the place of the response, to spoil what is sent. */
  readonly tamper?: ((response: ServerResponse, sink: StreamSink) => StreamSink) | undefined
}

const LIFE_MS = 55_000
/** Time that a client has to take in the end of a stream. */
const LINGER_MS = 5_000
/** A client that leaves more than this unread is dropped. */
const MAX_UNREAD_BYTES = 1 << 20

const HELLO = 'retry: 1000\nevent: open\ndata: "hello"\n\n'
const BYEBYE = 'retry: 10\nevent: close\ndata: "byebye"\n\n'

/**
 * Serves one stream to its end: the budget used up or 55 s over (`byebye`), a failure (`event: error`), or the client gone. No heartbeat is sent.
 *
 * @throws ProblemError when the first look fails: nothing is sent then, and an ordinary answer is due.
 */
export function serveStream(response: ServerResponse, source: StreamSource, context: StreamContext): void {
  const { clock, wakeups, takeToken, tamper } = context
  let budget = source.budget
  const look = (): readonly StreamEvent[] => {
    if (takeToken?.() === false) throw new ProblemError(rateLimitExceeded)
    return source.next()
  }
  const first = look()
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache',
    Connection: 'keep-alive',
    'Access-Control-Allow-Origin': '*',
  })
  const plainSink = createSink(response, clock)
  const sink = tamper === undefined ? plainSink : tamper(response, plainSink)

  const stop = (): void => {
    cancelLife()
    unsubscribe()
  }
  const end = (lastWords: readonly string[]): void => {
    stop()
    sink.end(lastWords)
  }
  const emit = (events: readonly StreamEvent[], preamble: readonly string[] = []): void => {
    const texts = [...preamble, ...events.slice(0, budget).map(formatEvent)]
    budget -= events.length
    if (budget <= 0) end([...texts, BYEBYE])
    else if (texts.length > 0) sink.write(texts)
  }
  const wake = (): void => {
    try {
      emit(look())
    } catch (error) {
      end([formatError(error)])
    }
  }
  const cancelLife = clock.setTimer(() => end([BYEBYE]), LIFE_MS)
  const unsubscribe = wakeups.subscribe(wake)
  response.once('close', stop)
  emit(first, [HELLO])
}

/** Writes to a response, which ends once its client has taken everything in, or after a while. */
function createSink(response: ServerResponse, clock: Clock): StreamSink {
  return {
    write: (events) => {
      response.write(events.join(''))
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
    },
    end: (events) => {
      response.end(events.join(''))
      const cancel = clock.setTimer(() => response.destroy(), LINGER_MS)
      response.once('close', cancel)
    },
  }
}

/** An event as it goes over the wire. */
function formatEvent({ id, data }: StreamEvent): string {
  return id === undefined ? `data: ${data}\n\n` : `id: ${id}\ndata: ${data}\n\n`
}

function formatError(error: unknown): string {
  const text = error instanceof ProblemError ? problemText(error.problem) : 'Unexpected stream error'
  return `event: error\ndata: ${text}\n\n`
}
