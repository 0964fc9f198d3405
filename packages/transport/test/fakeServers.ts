import { seededRandom } from '@sdex/primitives'
import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import type { Requester } from '../src/createRequester.ts'
import { createEndpoints, type Endpoints, type EndpointsOptions } from '../src/endpoints/createEndpoints.ts'
import { ConnectionError } from '../src/errors.ts'
import type { RequestLimiter } from '../src/types/requests.ts'
import { createFakeBackend, type FakeBackend, type Scripted } from './fakeBackend.ts'

/** A server that tests play: its ledger, and what it does to requests. */
export type FakeServer = {
  passphrase: string
  /** Begins each hash: another one is another chain. */
  chain: string
  ledger: number
  /** Milliseconds of a ledger's close are its number times this. */
  ledgerMs: number
  /** In place of the answer. */
  fault: ((path: string) => Scripted | Promise<Scripted | undefined> | undefined) | undefined
  /** Paths asked for, with the query. */
  readonly asked: string[]
}

export type ServersOptions = Partial<
  Pick<EndpointsOptions, 'networkPassphrase' | 'anchor' | 'hedgeAfterMs' | 'requestTimeoutMs'>
> & {
  readonly limiters?: readonly (RequestLimiter | undefined)[]
}

/** A request that nobody answers. */
export const silence = (): Promise<Scripted> => new Promise(() => {})
/** Faults of a server that is not there, and of one that breaks off. */
export const refused = async (): Promise<never> => {
  throw new ConnectionError({ fault: 'refused', message: 'Nobody listens at the address.', remedy: 'Check the URL.' })
}
export const reset = async (): Promise<never> => {
  throw new ConnectionError({ fault: 'reset', message: 'The server broke off.', remedy: 'Try again.' })
}

/** How often a server was asked for offers. */
export function offersOf(server: FakeServer | undefined): number {
  return server?.asked.filter((path) => path.startsWith('/offers')).length ?? 0
}

export type Servers = {
  readonly clock: VirtualClock
  readonly backend: FakeBackend
  readonly servers: readonly FakeServer[]
  readonly endpoints: Endpoints
  readonly requester: Requester
}

/** So many servers `http://0.test`, `http://1.test` behind one client, on a virtual clock. */
export function setUpServers(count: number, { limiters = [], ...options }: ServersOptions = {}): Servers {
  const clock = createVirtualClock(1_000_000)
  const backend = createFakeBackend()
  const servers = Array.from({ length: count }, createFakeServer)
  backend.answer = ({ url }) => {
    const { hostname, pathname, search } = new URL(url)
    const server = servers[Number(hostname.split('.')[0])]
    if (server === undefined) throw new Error(`No server ${hostname}`)
    server.asked.push(`${pathname}${search}`)
    const fault = server.fault?.(pathname)
    if (fault instanceof Promise) return fault.then((answer) => answer ?? answerOf(server, pathname))
    return fault ?? answerOf(server, pathname)
  }
  const endpoints = createEndpoints({
    endpoints: servers.map((_, index) => ({ horizonUrl: `http://${index}.test`, limiter: limiters[index] })),
    backends: { requests: backend, streams: backend },
    ...{
      clock,
      random: seededRandom(1),
      maxResponseBytes: 100_000,
      requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    },
    networkPassphrase: options.networkPassphrase,
    anchor: options.anchor,
    hedgeAfterMs: options.hedgeAfterMs,
  })
  return { clock, backend, servers, endpoints, requester: endpoints.requester }
}

function createFakeServer(): FakeServer {
  return { passphrase: 'net', chain: 'a', ledger: 100, ledgerMs: 5_000, fault: undefined, asked: [] }
}

function answerOf(server: FakeServer, path: string): Scripted {
  if (path === '/') return { body: rootOf(server) }
  if (path === '/ledgers') return { body: { _embedded: { records: [ledgerOf(server, server.ledger)] } } }
  const sequence = Number(/^\/ledgers\/(\d+)$/.exec(path)?.[1] ?? 0)
  if (sequence > server.ledger) return { status: 404, body: { title: 'Resource Missing' } }
  if (sequence > 0) return { body: ledgerOf(server, sequence) }
  return { headers: { 'latest-ledger': String(server.ledger) }, body: { path } }
}

function rootOf(server: FakeServer): unknown {
  return {
    horizon_version: '28.0.0',
    core_version: '28.0.0',
    ingest_latest_ledger: server.ledger,
    history_latest_ledger: server.ledger,
    history_latest_ledger_closed_at: closedAt(server, server.ledger),
    history_elder_ledger: 1,
    core_latest_ledger: server.ledger,
    network_passphrase: server.passphrase,
    current_protocol_version: 23,
  }
}

function ledgerOf(server: FakeServer, sequence: number): unknown {
  return {
    id: `${server.chain}-${sequence}`,
    paging_token: String(BigInt(sequence) << 32n),
    hash: `${server.chain}-${sequence}`,
    prev_hash: `${server.chain}-${sequence - 1}`,
    sequence,
    successful_transaction_count: 0,
    failed_transaction_count: 0,
    operation_count: 0,
    closed_at: closedAt(server, sequence),
    base_fee_in_stroops: 100,
    base_reserve_in_stroops: 5_000_000,
    max_tx_set_size: 1_000,
    protocol_version: 23,
  }
}

function closedAt({ ledgerMs }: FakeServer, sequence: number): string {
  return new Date(sequence * ledgerMs).toISOString().replace('.000Z', 'Z')
}
