import type { IncomingMessage } from 'node:http'

/** One event as it came over the wire. */
export type WireEvent = {
  /** Its lines, without the blank one after them. */
  readonly text: string
  readonly retry?: string
  readonly id?: string
  readonly event?: string
  readonly data?: string
}

/** An open event stream. */
export type EventReader = {
  readonly headers: IncomingMessage['headers']
  /** The next event; undefined once the server has ended the stream. */
  next(): Promise<WireEvent | undefined>
  /** Everything up to the server's end. */
  rest(): Promise<readonly WireEvent[]>
  /** Ends it from this side. */
  end(): void
}

/** Reads a stream by its bytes, not through a client that hides hello and byebye. */
export function createEventReader(message: IncomingMessage): EventReader {
  const blocks = readBlocks(message)
  const next: EventReader['next'] = async () => {
    const block = await blocks.next()
    return block.done === true ? undefined : parseEvent(block.value)
  }
  const rest: EventReader['rest'] = async () => {
    const events: WireEvent[] = []
    for (let event = await next(); event !== undefined; event = await next()) events.push(event)
    return events
  }
  return { headers: message.headers, next, rest, end: () => void message.destroy() }
}

async function* readBlocks(message: IncomingMessage): AsyncGenerator<string, undefined> {
  message.setEncoding('utf8')
  let text = ''
  for await (const chunk of message as AsyncIterable<string>) {
    const parts = `${text}${chunk}`.split('\n\n')
    text = parts.pop() ?? ''
    yield* parts
  }
  if (text !== '') yield text
  return undefined
}

function parseEvent(text: string): WireEvent {
  const fields = text.split('\n').map((line) => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)] as const
  })
  return { text, ...Object.fromEntries(fields) }
}

/** What comes while one waits; undefined when nothing does. The reader is of no use after that. */
export async function comesWithin(events: EventReader, waiting: Promise<void>): Promise<WireEvent | undefined> {
  const next = events.next()
  next.catch(() => {}) // the end of the card ends the stream
  return Promise.race([next, waiting.then(() => undefined)])
}
