import { type Clock, createScope, type Random, systemClock, systemRandom } from '@sdex/primitives'
import { ReplaySubject } from 'rxjs'
import { createBackends } from '#backends'
import { parseBaseUrl } from './baseUrl.ts'
import { checkClientOptions, type HorizonClientOptions } from './clientOptions.ts'
import { createRawRequests } from './createRawRequests.ts'
import { createReads } from './createReads.ts'
import { createEndpoints } from './endpoints/createEndpoints.ts'
import { createStreams } from './streams/createStreams.ts'
import { createPost } from './submission/createPost.ts'
import { createSubmit } from './submission/createSubmit.ts'
import type { HorizonClient } from './types/client.ts'

/**
 * Makes a client of Horizon: of one server, or of several that stand in for each other. Nothing is sent before the first call or subscription.
 *
 * @param options - One server (`horizonUrl`) or several (`endpoints`), and bounds. A `limiter` and a `backend` are borrowed: closing the client leaves them
 * open, and several clients may share them.
 * @returns The client, whose creator closes it. `close()` completes its streams, refuses new calls and those that wait to be sent, waits up to
 * `closeTimeoutMs` for requests under way, and leaves no handle; it may be called twice.
 * @throws `InvalidOptionError` when an option is out of its range.
 * @example
 * ```ts
 * import { createHorizonClient } from '@sdex/transport'
 *
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org', requestTimeoutMs: 5_000 })
 * const { ledger, value } = await client.account('GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5')
 * console.log(ledger, value.balances)
 * ```
 */
export function createHorizonClient(options: HorizonClientOptions): HorizonClient {
  const { signal, networkPassphrase, anchor } = options
  const checked = checkClientOptions(options)
  const { maxResponseBytes, requestTimeoutMs, hedgeAfterMs } = checked
  const clock: Clock = options.clock ?? systemClock
  const random: Random = options.random ?? systemRandom

  const scope = createScope()
  const bases = checked.endpoints.map(({ horizonUrl }) => parseBaseUrl(horizonUrl))
  const backends = createBackends({ ...options, clock, bases })
  scope.add(() => backends.requests.close())
  scope.add(() => backends.streams.close())
  const endpoints = createEndpoints({
    ...{ clock, random, requestTimeoutMs, maxResponseBytes, networkPassphrase, anchor, hedgeAfterMs },
    endpoints: checked.endpoints,
    backends,
  })
  const { requester } = endpoints
  scope.add(() => endpoints.close())
  scope.add(() => requester.close())
  const closed$ = new ReplaySubject<void>(1)
  scope.add(() => closed$.next())
  const reads = createReads(requester, networkPassphrase)
  const eachReads = () => endpoints.each().map((server) => createReads(server, networkPassphrase))
  const streams = createStreams({
    ...{ clock, random, reads, eachReads, closed$, servers: endpoints.streams },
    ledgerTicks$: endpoints.ledgerTicks$,
    onLedger: endpoints.onLedger,
  })
  const submit = createSubmit({
    ...reads,
    ...{
      clock,
      random,
      closed$,
      post: createPost(requester),
      eachReads,
      serverCount: checked.endpoints.length,
      ledgerTicks$: streams.ledgerStream().records$,
    },
  })
  const close = (): Promise<void> => scope.close()
  if (signal?.aborted) void close()
  const onAbort = (): void => void close()
  signal?.addEventListener('abort', onAbort, { once: true })
  scope.add(() => signal?.removeEventListener('abort', onAbort))
  return {
    get horizonUrl() {
      return endpoints.horizonUrl
    },
    raw: createRawRequests(requester),
    ...reads,
    ...streams,
    submit,
    health$: endpoints.health$,
    anchor: () => endpoints.anchor,
    stats: () => requester.stats(),
    close,
    [Symbol.asyncDispose]: close,
  }
}
