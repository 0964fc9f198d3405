import type { Requester } from './createRequester.ts'
import { type AccountReads, accountReads } from './reads/accountReads.ts'
import { createAsk } from './reads/ask.ts'
import { type HistoryReads, historyReads } from './reads/historyReads.ts'
import { type HoldingReads, holdingReads } from './reads/holdingReads.ts'
import { type NetworkReads, networkReads } from './reads/networkReads.ts'
import { type OfferReads, offerReads } from './reads/offerReads.ts'
import { type PathReads, pathReads } from './reads/pathReads.ts'
import { type PoolReads, poolReads } from './reads/poolReads.ts'
import { type TradeReads, tradeReads } from './reads/tradeReads.ts'

/** The requests that read. */
export type Reads = NetworkReads &
  AccountReads &
  OfferReads &
  TradeReads &
  PathReads &
  PoolReads &
  HoldingReads &
  HistoryReads

/**
 * Makes typed reads of a requester.
 *
 * @param networkPassphrase - When given, `network` refuses a server of another network.
 */
export function createReads(requester: Pick<Requester, 'get'>, networkPassphrase?: string): Reads {
  const ask = createAsk(requester)
  return {
    ...networkReads(ask, networkPassphrase),
    ...accountReads(ask),
    ...offerReads(ask),
    ...tradeReads(ask),
    ...pathReads(ask),
    ...poolReads(ask),
    ...holdingReads(ask),
    ...historyReads(ask),
  }
}
