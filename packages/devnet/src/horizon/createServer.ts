import type { Clock } from '@sdex/primitives'
import type { Network } from '../createNetwork.ts'
import type { Friendbot } from '../friendbot/createFriendbot.ts'
import { createHorizon } from './createHorizon.ts'
import { createListener } from './listener.ts'
import { accountRoutes } from './routes/accounts.ts'
import { feeStatsRoutes } from './routes/feeStats.ts'
import { friendbotCommands } from './routes/friendbot.ts'
import { ledgerRoutes } from './routes/ledgers.ts'
import { offerRoutes } from './routes/offers.ts'
import { orderBookRoutes } from './routes/orderBook.ts'
import { rootRoutes } from './routes/root.ts'
import { submissionCommands } from './routes/submission.ts'
import { tradeRoutes } from './routes/trades.ts'
import { transactionRoutes } from './routes/transactions.ts'
import { createSettlements } from './settlements.ts'
import { type Cadence, createWakeups } from './wakeups.ts'

/** Horizon with all its routes behind a listener. */
export type HorizonServer = {
  /** Known once it has listened. */
  readonly url: string
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
  readonly friendbot: Friendbot
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly cadence: Cadence
  readonly submissionDelayMs: number
  /** Told of what should not happen: the client gets a 500. */
  readonly onError: (error: unknown) => void
}

/** How often Horizon's synchronous submission looks for its transaction. */
const SUBMISSION_POLL_MS = 1_000

/** Makes a server that does not listen yet. */
export function createServer(options: HorizonServerOptions): HorizonServer {
  const { network, friendbot, host, clock, cadence } = options
  const closing = new AbortController()
  const wakeups = createWakeups({ cadence, clock, pollMs: SUBMISSION_POLL_MS })
  const settlements = createSettlements({ history: network.history, wakeups, clock })
  const submission = { network, settlements, clock, delayMs: options.submissionDelayMs, closing: closing.signal }
  const horizon = createHorizon({
    data: network,
    routes: [
      ...rootRoutes(network),
      ...feeStatsRoutes(network),
      ...accountRoutes(network),
      ...offerRoutes(network),
      ...orderBookRoutes(network),
      ...tradeRoutes(network),
      ...transactionRoutes(network),
      ...ledgerRoutes(network),
    ],
    commands: [...submissionCommands(submission), ...friendbotCommands(friendbot)],
    clock,
    cadence,
    onError: (error) => {
      if (!closing.signal.aborted) options.onError(error) // whoever waits while the server closes is told so
    },
  })
  const listener = createListener({ host, port: options.port, handle: horizon.handle })
  return {
    get url() {
      return `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`
    },
    listen: listener.start,
    stopListening: listener.stop,
    committed: () => {
      horizon.committed()
      wakeups.committed()
    },
    close: async () => {
      closing.abort()
      await listener.stop()
    },
  }
}
