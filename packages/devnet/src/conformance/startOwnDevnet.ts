import { createDevnet } from '../createDevnet.ts'
import type { Devnet } from '../devnet.ts'

/** Ledgers that are kept: more than a run closes, and less than were closed before it. */
const HISTORY_LEDGERS = 1_500
const LEDGER_MS = 40

/** Starts a devnet that has everything the cards ask for: its oldest ledgers are gone already. */
export async function startOwnDevnet(): Promise<Devnet> {
  const net = await createDevnet({ ledgerMs: LEDGER_MS, historyLedgers: HISTORY_LEDGERS })
  for (let ledger = 0; ledger < HISTORY_LEDGERS + 10; ledger += 1) await net.closeLedger()
  return net
}
