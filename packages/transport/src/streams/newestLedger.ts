import type { Ledger } from '../types/ledgers.ts'
import { StreamCutError } from './errors.ts'
import type { StreamContext } from './ports.ts'

/** A server's newest ledger; `undefined` where it has none yet. */
export async function readNewestLedger({ reads }: StreamContext, signal: AbortSignal): Promise<Ledger | undefined> {
  const { records } = await reads.ledgers({ order: 'desc', limit: 1, priority: 'account', signal })
  return records[0]
}

/** A stream has nowhere to begin. */
export function noLedgerYet(): StreamCutError {
  return new StreamCutError({ message: 'The server has no ledger yet.', remedy: 'It is asked again by itself.' })
}
