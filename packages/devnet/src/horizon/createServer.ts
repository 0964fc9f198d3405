import type { Clock } from '@sdex/primitives'
import { type Backends, createBackends } from '../backends/createBackends.ts'
import { createFront, type FrontOptions } from '../backends/createFront.ts'
import type { Network } from '../createNetwork.ts'
import type { SubmissionFates } from '../faults/submissionFates.ts'
import { createOperationReader } from '../history/createOperationReader.ts'
import type { Certificate } from './certificate.ts'
import { createHorizon, type Horizon } from './createHorizon.ts'
import { createListener } from './listener.ts'
import { createRateLimiter, type RateLimit } from './rateLimit/createRateLimiter.ts'
import type { HorizonData, PlainRoute, Route, SlowRoute } from './route.ts'
import { accountDataRoutes } from './routes/accountData.ts'
import { accountListRoutes } from './routes/accountList.ts'
import { accountRoutes } from './routes/accounts.ts'
import { assetRoutes } from './routes/assets.ts'
import { claimableBalanceRoutes } from './routes/claimableBalances.ts'
import { effectRoutes } from './routes/effects.ts'
import { entryTransactionRoutes } from './routes/entryTransactions.ts'
import { feeStatsRoutes } from './routes/feeStats.ts'
import { friendbotRedirects } from './routes/friendbot.ts'
import { healthRoutes } from './routes/health.ts'
import { ledgerRoutes } from './routes/ledgers.ts'
import { liquidityPoolRoutes } from './routes/liquidityPools.ts'
import { offerRoutes } from './routes/offers.ts'
import { operationRoutes } from './routes/operations.ts'
import { orderBookRoutes } from './routes/orderBook.ts'
import { pathRoutes } from './routes/paths.ts'
import { rootRoutes } from './routes/root.ts'
import { submissionCommands } from './routes/submission.ts'
import { tradeAggregationRoutes } from './routes/tradeAggregations.ts'
import { tradeRoutes } from './routes/trades.ts'
import { transactionRoutes } from './routes/transactions.ts'
import { createSettlements } from './settlements.ts'
import { type Cadence, createWakeups } from './wakeups.ts'

/** Horizon with all its routes behind a listener. */
export type HorizonServer = {
  /** Known once it has listened. */
  readonly url: string
  /** Who answers. */
  readonly backends: Backends
  /** Starts to listen, later again on the same port; without effect while it does. */
  listen(): Promise<void>
  /** Kills the listener and every connection. */
  stopListening(): Promise<void>
  /** Call after each commit, when state and history are of the new ledger. */
  committed(): void
  /** Stops for good: what is on its way to the queue is lost. */
  close(): Promise<void>
}

export type HorizonServerOptions = {
  readonly network: Network
  /** Where friendbot's own server answers. */
  readonly friendbotUrl: string
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly cadence: Cadence
  /** Speaks TLS with it. */
  readonly certificate: Certificate | undefined
  readonly submissionDelayMs: number
  /** Streams an account again when it has changed. */
  readonly accountStreamUpdates: boolean
  /** What an address may ask for; undefined: as much as it likes. */
  readonly rateLimit: RateLimit | undefined
  readonly fates: SubmissionFates
} & Pick<FrontOptions, 'misfortune' | 'maxOpenRequests'> & {
    /** Told of what should not happen: the client gets a 500. */
    readonly onError: (error: unknown) => void
  }

/** How often Horizon's synchronous submission looks for its transaction. */
const SUBMISSION_POLL_MS = 1_000
/** Transactions whose operations and effects a server remembers: those of a few busy ledgers. */
const REMEMBERED_TRANSACTIONS = 1_000

/** Makes a server that does not listen yet. */
export function createServer(options: HorizonServerOptions): HorizonServer {
  const { network, friendbotUrl, host, clock, cadence, rateLimit, fates, misfortune, maxOpenRequests } = options
  const closing = new AbortController()
  const onError = (error: unknown): void => {
    if (!closing.signal.aborted) options.onError(error) // whoever waits while the server closes is told so
  }
  /** A server of its own, with its own rate limit and its own memory, over what it has seen of the ledger. */
  const createBackend = (data: HorizonData): Horizon => {
    const wakeups = createWakeups({ cadence, clock, pollMs: SUBMISSION_POLL_MS })
    const settlements = createSettlements({ history: data.history, wakeups, clock })
    const submission = {
      network: { ...network, history: data.history },
      ...{ settlements, clock, fates, delayMs: options.submissionDelayMs, closing: closing.signal },
    }
    const horizon = createHorizon({
      data,
      routes: [...routesOver(data, options), ...friendbotRedirects(friendbotUrl)],
      commands: submissionCommands(submission),
      clock,
      cadence,
      rateLimiter: rateLimit && createRateLimiter({ clock, rate: rateLimit }),
      onError,
    })
    return {
      handle: horizon.handle,
      committed: () => {
        horizon.committed()
        wakeups.committed()
      },
    }
  }
  const backends = createBackends({ network, clock, createBackend })
  const handle = createFront({ pick: backends.pick, misfortune, maxOpenRequests, clock })
  const listener = createListener({ host, port: options.port, handle, certificate: options.certificate })
  return {
    get url() {
      return listener.url
    },
    backends,
    listen: listener.start,
    stopListening: listener.stop,
    committed: backends.committed,
    close: async () => {
      closing.abort()
      backends.close()
      await listener.stop()
    },
  }
}

/** Every route, reading one server's view of the ledger. */
function routesOver(
  data: HorizonData,
  { friendbotUrl, accountStreamUpdates }: Pick<HorizonServerOptions, 'friendbotUrl' | 'accountStreamUpdates'>,
): readonly (Route | SlowRoute | PlainRoute)[] {
  const reader = createOperationReader({ remembered: REMEMBERED_TRANSACTIONS })
  return [
    ...rootRoutes(data, friendbotUrl),
    ...feeStatsRoutes(data),
    ...healthRoutes(),
    ...accountRoutes(data, accountStreamUpdates),
    ...accountListRoutes(data),
    ...accountDataRoutes(data),
    ...liquidityPoolRoutes(data),
    ...claimableBalanceRoutes(data),
    ...assetRoutes(data),
    ...offerRoutes(data),
    ...orderBookRoutes(data),
    ...pathRoutes(data),
    ...tradeRoutes(data),
    ...tradeAggregationRoutes(data),
    ...transactionRoutes(data),
    ...ledgerRoutes(data),
    ...operationRoutes(data, reader),
    ...effectRoutes(data, reader),
    ...entryTransactionRoutes(data),
  ]
}
