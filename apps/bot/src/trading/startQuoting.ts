import { combineLatest, type Subscription } from 'rxjs'
import type { Config } from '../config/configSchema.ts'
import { decide, initialState, type StrategyState } from '../strategy/decide.ts'
import type { LedgerView } from '../strategy/types.ts'
import type { BotEvent } from '../view/botEvent.ts'
import type { Sender } from './createSender.ts'
import type { Exchange } from './exchange.ts'

/** The loop from ledgers to transactions. */
export type Quoting = {
  /** Decides no more. What is under way goes on to its end. */
  stop(): void
}

/** After failures in a row the bot waits longer and longer, to this many ledgers: a refused transaction would be refused again. */
const longestPauseLedgers = 32

/**
 * Decides once per ledger, while the connection is live and nothing is under way.
 *
 * @param args - `onError` gets what should never happen; quoting has stopped then.
 */
export function startQuoting(args: {
  readonly exchange: Pick<Exchange, 'view$' | 'status$'>
  readonly sender: Sender
  readonly config: Config
  readonly emit: (event: BotEvent) => void
  readonly onError: (error: unknown) => void
}): Quoting {
  const { exchange, sender, config, emit } = args
  let state: StrategyState = initialState
  let latest: LedgerView | undefined
  let [lastTold, nextLedger, failures] = [0, 0, 0]

  /** What the view asks for, unless it is not its turn: then it is told alone, once. */
  async function act(view: LedgerView): Promise<void> {
    const mustWait = view.ledger < nextLedger || sender.busy()
    const decision = mustWait ? undefined : decide(config, view, state)
    if (decision !== undefined || view.ledger > lastTold) emit({ type: 'ledger', view, decision })
    lastTold = view.ledger
    if (decision === undefined) return
    state = decision.state
    nextLedger = view.ledger + config.cycle.everyLedgers
    if (decision.changes.length === 0) return
    const settled = await sender.send(decision.changes)
    failures = settled.status === 'applied' ? 0 : failures + 1
    const pause = failures === 0 ? 0 : Math.min(2 ** failures, longestPauseLedgers)
    nextLedger = Math.max(nextLedger, settled.ledger ?? 0, view.ledger + pause)
    // The ledger that holds the transaction is often read before its end is told.
    if (!subscription.closed && latest !== undefined && latest.ledger > view.ledger) await act(latest)
  }

  const subscription: Subscription = combineLatest([exchange.view$, exchange.status$]).subscribe(([view, status]) => {
    if (view.ledger <= (latest?.ledger ?? 0) || status.state !== 'live') return
    latest = view
    act(view).catch((error: unknown) => {
      subscription.unsubscribe()
      args.onError(error)
    })
  })
  return { stop: () => subscription.unsubscribe() }
}
