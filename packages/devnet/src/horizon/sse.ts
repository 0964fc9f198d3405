import type { ServerResponse } from 'node:http'
import type { Clock } from '@sdex/primitives'
import { ProblemError, problemText } from './problem.ts'
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

/** What a stream runs on. */
export type StreamContext = { readonly clock: Clock; readonly wakeups: Wakeups }

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
export function serveStream(response: ServerResponse, source: StreamSource, { clock, wakeups }: StreamContext): void {
  let budget = source.budget
  const first = source.next()
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache',
    Connection: 'keep-alive',
    'Access-Control-Allow-Origin': '*',
  })

  const stop = (): void => {
    cancelLife()
    unsubscribe()
  }
  const send = (text: string): void => {
    if (text !== '') response.write(text)
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
  }
  const end = (lastWords: string): void => {
    stop()
    response.end(lastWords)
    const cancel = clock.setTimer(() => response.destroy(), LINGER_MS)
    response.once('close', cancel)
  }
  const emit = (events: readonly StreamEvent[], preamble = ''): void => {
    const text = preamble + events.slice(0, budget).map(formatEvent).join('')
    budget -= events.length
    if (budget > 0) send(text)
    else end(text + BYEBYE)
  }
  const wake = (): void => {
    try {
      emit(source.next())
    } catch (error) {
      end(formatError(error))
    }
  }
  const cancelLife = clock.setTimer(() => end(BYEBYE), LIFE_MS)
  const unsubscribe = wakeups.subscribe(wake)
  response.once('close', stop)
  emit(first, HELLO)
}

/** An event as it goes over the wire. */
function formatEvent({ id, data }: StreamEvent): string {
  return id === undefined ? `data: ${data}\n\n` : `id: ${id}\ndata: ${data}\n\n`
}

function formatError(error: unknown): string {
  const text = error instanceof ProblemError ? problemText(error.problem) : 'Unexpected stream error'
  return `event: error\ndata: ${text}\n\n`
}
