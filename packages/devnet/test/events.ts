/** One event of a stream, field by field, as it came over the wire. */
export type WireEvent = { readonly [Field in 'retry' | 'id' | 'event' | 'data']?: string }

/** An open event stream, read as bytes rather than through a client that hides hello and byebye. */
export type Events = AsyncDisposable & {
  readonly headers: Headers
  /** The next event; undefined once the server has ended the stream. */
  next(): Promise<WireEvent | undefined>
  /** Everything up to the server's end. */
  rest(): Promise<readonly WireEvent[]>
}

/** Opens a stream, which must succeed. */
export async function openEvents(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Events> {
  const gone = new AbortController()
  const response = await fetch(url, { headers: { Accept: 'text/event-stream', ...headers }, signal: gone.signal })
  if (response.status !== 200 || response.body === null) throw new Error(`${url} answered ${response.status}`)
  const events: WireEvent[] = []
  const reader = readEvents(response.body, events)
  let taken = 0
  const next = async (): Promise<WireEvent | undefined> => {
    while (events.length <= taken && !(await reader.next()).done) {
      // one chunk more
    }
    taken += 1
    return events[taken - 1]
  }
  return {
    headers: response.headers,
    next,
    rest: async () => {
      const rest: WireEvent[] = []
      for (let event = await next(); event !== undefined; event = await next()) rest.push(event)
      return rest
    },
    [Symbol.asyncDispose]: async () => gone.abort(),
  }
}

async function* readEvents(body: ReadableStream<Uint8Array>, events: WireEvent[]): AsyncGenerator<void, void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    events.push(...blocks.map(parseEvent))
    yield
  }
}

function parseEvent(block: string): WireEvent {
  return Object.fromEntries(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ')
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )
}
