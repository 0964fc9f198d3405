import { type Closeable, createScope } from '@sdex/primitives'
import { createDevnet } from '../createDevnet.ts'

/** Servers that have everything the cards ask for. */
export type OwnServers = Closeable & {
  readonly url: string
  /** One that limits requests, as the public servers do. */
  readonly limitedUrl: string
}

/** Ledgers that are kept: more than a run closes, and less than were closed before it. */
const HISTORY_LEDGERS = 1_500
const LEDGER_MS = 40

/** Starts two devnets. The oldest ledgers of the first are gone already. */
export async function startOwnServers(): Promise<OwnServers> {
  const scope = createScope()
  const net = await createDevnet({ ledgerMs: LEDGER_MS, historyLedgers: HISTORY_LEDGERS })
  scope.add(net.close)
  for (let ledger = 0; ledger < HISTORY_LEDGERS + 10; ledger += 1) await net.closeLedger()
  const limited = await createDevnet({ ledgerMs: LEDGER_MS, historyLedgers: HISTORY_LEDGERS, rateLimit: 'public' })
  scope.add(limited.close)
  return { url: net.url, limitedUrl: limited.url, close: scope.close, [Symbol.asyncDispose]: scope.close }
}
