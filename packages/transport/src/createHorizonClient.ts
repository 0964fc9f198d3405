import { type Clock, createScope, InvalidOptionError, type Random, systemClock, systemRandom } from '@sdex/primitives'
import { ReplaySubject } from 'rxjs'
import { parseBaseUrl } from './baseUrl.ts'
import { createReads } from './createReads.ts'
import { createRequester } from './createRequester.ts'
import { createStreams } from './streams/createStreams.ts'
import { createPost } from './submission/createPost.ts'
import { createSubmit } from './submission/createSubmit.ts'
import type { HorizonClient, HorizonClientOptions } from './types.ts'
import { createUndiciBackend } from './undiciBackend.ts'

const REQUEST_TIMEOUT_MS = 10_000
const CONNECTION_COUNT = 8
const MAX_RESPONSE_BYTES = 10_485_760

/**
 * Makes a client of one Horizon. Nothing is sent before the first call or subscription.
 *
 * @returns The client. `close()` completes its streams, refuses new calls, waits up to 5 s for requests under way, and leaves no handle.
 * @throws `InvalidOptionError` when an option is out of its range.
 * @example
 * ```ts
 * await using client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const { ledger, value } = await client.account('GA…')
 * client.ledgerStream().records$.subscribe(({ sequence }) => console.log(sequence))
 * ```
 */
export function createHorizonClient(options: HorizonClientOptions): HorizonClient {
  const { horizonUrl, limiter, headers = {}, signal, networkPassphrase } = options
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS, connectionCount = CONNECTION_COUNT } = options
  const { maxResponseBytes = MAX_RESPONSE_BYTES } = options
  const clock: Clock = options.clock ?? systemClock
  const random: Random = options.random ?? systemRandom
  checkPositive({ requestTimeoutMs, connectionCount, maxResponseBytes })
  const base = parseBaseUrl(horizonUrl)

  const scope = createScope()
  const backend = createUndiciBackend({ connectionCount })
  scope.add(() => backend.close())
  const streamBackend = createUndiciBackend({})
  scope.add(() => streamBackend.close())
  const requester = createRequester({
    ...{ base, backend, limiter, clock, requestTimeoutMs, maxResponseBytes, headers },
  })
  scope.add(() => requester.close())
  const closed$ = new ReplaySubject<void>(1)
  scope.add(() => closed$.next())
  const reads = createReads(requester, networkPassphrase)
  const streams = createStreams({
    ...{ base, limiter, clock, random, reads, closed$ },
    backend: streamBackend,
    headers: { ...base.headers, ...headers },
  })
  const submit = createSubmit({
    ...reads,
    ...{ clock, random, post: createPost(requester), ledgerTicks$: streams.ledgerStream().records$ },
  })
  const close = (): Promise<void> => scope.close()
  if (signal?.aborted) void close()
  const onAbort = (): void => void close()
  signal?.addEventListener('abort', onAbort, { once: true })
  scope.add(() => signal?.removeEventListener('abort', onAbort))
  return {
    horizonUrl: base.shown,
    ...reads,
    ...streams,
    submit,
    stats: () => requester.stats(),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function checkPositive(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isFinite(value) && value > 0) continue
    throw new InvalidOptionError({
      message: `${name} is ${value}.`,
      remedy: 'Pass a number above 0, or leave it out.',
      input: value,
    })
  }
}
