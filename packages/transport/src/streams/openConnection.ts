import { withDeadline } from '@sdex/primitives'
import type { StreamRequest, StreamServer } from '../endpoints/openStream.ts'
import type { StreamContext } from './ports.ts'
import { isEventStream, refusalOf } from './refusalOf.ts'

/** A connection whose head says that events come. */
export type Connection = { readonly server: StreamServer; readonly body: AsyncIterable<Uint8Array> }

/** Time that the body of a refusal may take. */
const REFUSAL_TIMEOUT_MS = 15_000

/** Opens a connection. Whoever fires the signal ends it. */
export async function openConnection({ servers, clock }: StreamContext, request: StreamRequest): Promise<Connection> {
  const { server, response } = await servers.open(request)
  if (isEventStream(response)) return { server, body: response.body }
  server.demote() // another server may have the route, what this one has not any more, or the budget that is used up here
  const what = server.shown(request.path)
  const deadline = { clock, timeoutMs: REFUSAL_TIMEOUT_MS, signal: request.signal, what }
  throw await withDeadline(() => refusalOf(response, what), deadline)
}
