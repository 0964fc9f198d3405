import type { ServerResponse } from 'node:http'
import { resetAfterHeaders, resetConnection } from '../horizon/resetConnection.ts'
import type { StreamSink } from '../horizon/sse.ts'

/** Makes a stream's sink go wrong. */
export type SinkTampering = (response: ServerResponse, sink: StreamSink) => StreamSink

/** Whether an event is a record, and not one of hello, byebye and error. */
function isRecord(event: string): boolean {
  return event.startsWith('id: ') || event.startsWith('data: ')
}

/** Sends every record twice. */
export const repeated: SinkTampering = (_, sink) => {
  const twice = (events: readonly string[]): readonly string[] =>
    events.flatMap((event) => (isRecord(event) ? [event, event] : [event]))
  return { write: (events) => sink.write(twice(events)), end: (events) => sink.end(twice(events)) }
}

/** After so many records sends the last few once more. */
export function skippingBack(afterEvents: number, count: number): SinkTampering {
  return (_, sink) => {
    let last: readonly string[] = []
    let seen = 0
    const pass = (events: readonly string[]): readonly string[] =>
      events.flatMap((event) => {
        if (!isRecord(event)) return [event]
        last = [...last, event].slice(-count)
        seen += 1
        return seen === afterEvents ? [event, ...last] : [event]
      })
    return { write: (events) => sink.write(pass(events)), end: (events) => sink.end(pass(events)) }
  }
}

/** After so many records sends nothing and does not close. */
export function silenced(afterEvents: number): SinkTampering {
  return breaking(afterEvents, () => true)
}

/** After so many records ends with an error event. */
export function failing(afterEvents: number, text: string): SinkTampering {
  return breaking(afterEvents, ({ sink }) => {
    sink.end([`event: error\ndata: ${text}\n\n`])
    return true
  })
}

/** After so many records sends half of the next one, and resets the connection. */
export function cutMidEvent(afterEvents: number): SinkTampering {
  return breaking(afterEvents, ({ response, event }) => {
    if (event === undefined) return false
    response.write(event.slice(0, Math.ceil(event.length / 2)), () => resetConnection(response))
    return true
  })
}

/** Resets the connection as soon as there is something to send. */
export const cutAtOnce: SinkTampering = (response) => {
  const cut = (): void => resetAfterHeaders(response)
  return { write: cut, end: cut }
}

type Breach = {
  readonly response: ServerResponse
  readonly sink: StreamSink
  /** The record that is not sent any more; undefined when none is there yet. */
  readonly event: string | undefined
}

/** Lets so many records through, then breaks and sends nothing more. A breach that gives false waits for the next record. */
function breaking(afterEvents: number, breach: (at: Breach) => boolean): SinkTampering {
  return (response, sink) => {
    let left = afterEvents
    let isBroken = false
    const pass = (events: readonly string[], go: (events: readonly string[]) => void): void => {
      if (isBroken) return
      const cut = events.findIndex((event) => isRecord(event) && left-- <= 0)
      if (cut === -1 && left > 0) {
        go(events)
        return
      }
      const through = cut === -1 ? events : events.slice(0, cut)
      if (through.length > 0) sink.write(through)
      isBroken = breach({ response, sink, event: events[cut] })
      if (!isBroken && go === sink.end) sink.end([])
    }
    return { write: (events) => pass(events, sink.write), end: (events) => pass(events, sink.end) }
  }
}
