import { type Status, seededRandom } from '@sdex/primitives'
import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { ReplaySubject, type Subscription } from 'rxjs'
import { createBodyQueue, endBody, failBody, pushChunk } from '../src/backends/createBodyQueue.ts'
import { createShownUrl } from '../src/backends/shownUrl.ts'
import { type RequestHooks, withHooks } from '../src/backends/withHooks.ts'
import { parseBaseUrl } from '../src/baseUrl.ts'
import type { Requester } from '../src/createRequester.ts'
import { createEndpoint } from '../src/endpoints/endpoint.ts'
import { createHealth } from '../src/endpoints/health.ts'
import { createStreamServers, type StreamServers } from '../src/endpoints/openStream.ts'
import { createPool } from '../src/endpoints/pool.ts'
import type { HttpBackend, HttpRequest } from '../src/httpBackend.ts'
import { createBookBytes } from '../src/streams/bookBytes.ts'
import { createBeat } from '../src/streams/createBeat.ts'
import { createNewestKnown } from '../src/streams/createNewestKnown.ts'
import { createOnClose } from '../src/streams/createOnClose.ts'
import type { StreamContext } from '../src/streams/ports.ts'
import type { Ledger } from '../src/types/ledgers.ts'
import type { RequestLimiter } from '../src/types/requests.ts'
import type { HorizonStream } from '../src/types/streams.ts'

export const HELLO = 'retry: 1000\nevent: open\ndata: "hello"\n\n'
export const BYEBYE = 'retry: 10\nevent: close\ndata: "byebye"\n\n'

/** A record as it goes over the wire. */
export function record(id: string, json: unknown): string {
  return `id: ${id}\ndata: ${JSON.stringify(json)}\n\n`
}

/** One connection that a stream opened, as the server sees it. */
export type FakeConnection = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly isOpen: boolean
  send(bytes: string | Uint8Array): void
  /** Ends the body as HTTP has it. */
  end(): void
  /** Ends it as a broken connection does. */
  cut(): void
  /** `byebye`, and the end. */
  goodbye(): void
}

/** What answers a connection: a status other than 200 is an ordinary answer. */
export type FakeHead = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string }

export type FakeServer = HttpBackend & {
  readonly connections: FakeConnection[]
  /** The one opened last. */
  readonly latest: FakeConnection
  readonly openCount: number
  /** Heads of the next connections, first come first served; then all are streams. */
  readonly heads: (FakeHead | Error | 'never')[]
  /** The head of a connection, while there is none of those. */
  headOf: (url: URL) => FakeHead | Error
  /** Called for each stream that is opened. */
  serve: (connection: FakeConnection) => void
}

function createFakeServer(): FakeServer {
  const connections: FakeConnection[] = []
  const close = async (): Promise<void> => {}
  const server: FakeServer = {
    connections,
    heads: [],
    headOf: () => ({}),
    serve: () => {},
    get latest() {
      const last = connections.at(-1)
      if (last === undefined) throw new Error('Nothing was opened yet.')
      return last
    },
    get openCount() {
      return connections.filter(({ isOpen }) => isOpen).length
    },
    request: async (request) => {
      const head = server.heads.shift() ?? server.headOf(new URL(request.url))
      const { connection, body } = open(request)
      connections.push(connection)
      if (head === 'never') await new Promise((_, reject) => request.signal.addEventListener('abort', reject))
      if (head instanceof Error) connection.end()
      if (head instanceof Error) throw head
      if (typeof head === 'object' && head.body !== undefined) {
        connection.send(head.body)
        connection.end()
      } else {
        server.serve(connection)
      }
      const headers = { 'content-type': 'text/event-stream; charset=utf-8', ...(head === 'never' ? {} : head.headers) }
      return { status: (head === 'never' ? undefined : head.status) ?? 200, headers, body }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
  return server
}

function open({ url, headers, signal }: HttpRequest): { connection: FakeConnection; body: AsyncIterable<Uint8Array> } {
  let isOpen = true
  const finish = (error?: unknown): void => {
    isOpen = false
    if (error === undefined) endBody(queue)
    else failBody(queue, error)
  }
  const queue = createBodyQueue({ pause: () => {}, resume: () => {} }, finish)
  // As over undici: the signal reaches the body before whoever reads it.
  signal.addEventListener('abort', () => finish(signal.reason), { once: true })
  const connection: FakeConnection = {
    url: new URL(url),
    headers,
    get isOpen() {
      return isOpen
    },
    send: (bytes) => pushChunk(queue, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
    end: finish,
    cut: () => finish(new Error('The connection broke.')),
    goodbye: () => {
      connection.send(BYEBYE)
      connection.end()
    },
  }
  return { connection, body: queue.body }
}

export type StreamSetUp = {
  readonly server: FakeServer
  readonly clock: VirtualClock
  readonly closed$: ReplaySubject<void>
  readonly context: StreamContext
}

/** What streams run on, with a server that tests play. */
export function setUpStreams({ limiter, hooks, serverCount = 1, ...overrides }: Overrides = {}): StreamSetUp {
  const server = createFakeServer()
  const clock = createVirtualClock(1_000_000)
  const random = seededRandom(1)
  const closed$ = new ReplaySubject<void>(1)
  const refuse = async (): Promise<never> => {
    throw new Error('This test reads nothing by request.')
  }
  const hookOptions = { clock, shownUrl: createShownUrl([]), kind: 'stream' } as const
  const context: StreamContext = {
    servers: fakeServers({ backend: withHooks(server, hooks, hookOptions), serverCount, clock, limiter }),
    clock,
    random,
    reads: { account: refuse, ledger: refuse, ledgers: refuse, network: refuse, offers: refuse, trades: refuse },
    eachReads: () => [context.reads],
    closed$,
    beat: createBeat(clock),
    onClose: createOnClose(closed$),
    newestKnown: createNewestKnown(overrides.ledgerTicks$),
    bookBytes: createBookBytes(),
    ...overrides,
  }
  return { server, clock, closed$, context }
}

type Overrides = Partial<StreamContext> & {
  readonly limiter?: RequestLimiter | undefined
  readonly hooks?: RequestHooks | undefined
  /** One plays them all: the first is `horizon.test`, the others `1.test`, `2.test`, ... */
  readonly serverCount?: number | undefined
}

type ServersOptions = Pick<Overrides, 'limiter'> & {
  readonly backend: HttpBackend
  readonly serverCount: number
  readonly clock: VirtualClock
}

function fakeServers({ backend, serverCount, clock, limiter }: ServersOptions): StreamServers {
  const endpoints = Array.from({ length: serverCount }, (_, index) => {
    const url = index === 0 ? 'http://horizon.test/hidden?key=secret' : `http://${index}.test`
    const parts = {
      base: parseBaseUrl(url),
      headers: { 'x-client': 'test' },
      limiter,
      health: createHealth({ clock, random: seededRandom(2) }),
      sawLedger: () => {},
      clock,
      timeoutMs: 10_000,
      identity: undefined,
    }
    return createEndpoint({ ...parts, connect: () => noRequester, onChange: () => {} })
  })
  return createStreamServers({ pool: createPool(endpoints, () => {}), backend, clock, random: seededRandom(3) })
}

const noRequester: Requester = {
  get: () => Promise.reject(new Error('This test reads nothing by request.')),
  post: () => Promise.reject(new Error('This test posts nothing.')),
  stats: () => ({ requests: 0, errors: 0 }),
  close: () => {},
}

/** Collects what a stream tells. */
export type Watched<Item> = {
  readonly records: Item[]
  readonly statuses: Status[]
  /** The latest one's state, with its reason and code if it has them. */
  readonly shown: string
  readonly isComplete: boolean
  /** Leaves the records. */
  leave(): void
  stop(): void
}

export function watch<Item>({ records$, status$ }: HorizonStream<Item>): Watched<Item> {
  const [records, statuses]: [Item[], Status[]] = [[], []]
  let isComplete = false
  const subscriptions: Subscription[] = [status$.subscribe((status) => statuses.push(status))]
  const followed = records$.subscribe({
    next: (item) => records.push(item),
    complete: () => {
      isComplete = true
    },
  })
  subscriptions.push(followed)
  return {
    records,
    statuses,
    get shown() {
      const last = statuses.at(-1)
      if (last === undefined || !('reason' in last)) return last?.state ?? ''
      return `${last.state}: ${last.reason}${last.code === undefined ? '' : ` [${last.code}]`}`
    },
    get isComplete() {
      return isComplete
    },
    leave: () => followed.unsubscribe(),
    stop: () => {
      for (const subscription of subscriptions) subscription.unsubscribe()
    },
  }
}

/** A ledger of a network; networks of other names have other hashes. */
export function ledgerOf(sequence: number, network = 'net'): Ledger {
  return {
    sequence,
    hash: `${network}-${sequence}`,
    previousHash: `${network}-${sequence - 1}`,
    closedAtMs: sequence * 5_000,
    baseFee: 100n,
    baseReserve: 5_000_000n,
    protocolVersion: 23,
    pagingToken: String(BigInt(sequence) << 32n),
    successfulTransactionCount: 1,
    failedTransactionCount: 0,
    operationCount: 1,
    maxTransactionSetSize: 1_000,
  }
}

/** The same, as the server sends it. */
export function ledgerEvent(sequence: number, network = 'net'): string {
  const ledger = ledgerOf(sequence, network)
  return record(ledger.pagingToken, {
    id: ledger.hash,
    paging_token: ledger.pagingToken,
    hash: ledger.hash,
    prev_hash: ledger.previousHash,
    sequence,
    successful_transaction_count: 1,
    failed_transaction_count: 0,
    operation_count: 1,
    closed_at: new Date(ledger.closedAtMs).toISOString().replace('.000Z', 'Z'),
    base_fee_in_stroops: 100,
    base_reserve_in_stroops: 5_000_000,
    max_tx_set_size: 1_000,
    protocol_version: 23,
  })
}
