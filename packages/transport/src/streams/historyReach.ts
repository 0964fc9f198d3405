import type { Clock } from '@sdex/primitives'
import type { Reads } from '../createReads.ts'
import { BeforeHistoryError, networkReset } from '../errors.ts'
import type { NetworkInfo } from '../types/network.ts'
import type { CallOptions } from '../types/requests.ts'
import { type PagingToken, parsePagingToken } from './pagingToken.ts'

/** Makes sure that a server has all that comes after what a stream told last. */
export type HistoryReach = {
  /**
   * Ask a server before reading on from a cursor there.
   *
   * @throws BeforeHistoryError, NetworkResetError; whatever reading the network throws.
   */
  check(reads: Pick<Reads, 'network'>, cursor: string, call: CallOptions): Promise<Reached>
}

/** A server has all that comes after a cursor. */
export type Reached = {
  /** To be called when everything up to the present was read. */
  toldAll(): void
  /** Whether what comes after a later cursor may have been dropped since: before what was read from there is told, the server has to be asked again. */
  isDoubtful(cursor: string): boolean
}

/** A server whose newest ledger closed at another time than that is taken for one that lags, or this machine's clock for one that is wrong. */
const CURRENT_MS = 60_000
/** A day. Horizon drops what is too old every 720 ledgers, so that a page so far from its oldest ledger is not overtaken. */
const DROPPED_LEDGERS = 17_280
/** Further than that no server that has a current ledger is behind another one. */
const MAX_AHEAD_LEDGERS = 64

/**
 * Horizon moves an ascending cursor from before its history to the oldest ledger that it keeps, and says nothing: what lies between would be
 * missing. A cursor in ledger 0 asks for whatever there is.
 */
export function createHistoryReach(clock: Clock): HistoryReach {
  /** As it was when all there was had been told: a market may rest for longer than a server keeps history, so its last record does not say. */
  let seen: NetworkInfo | undefined
  /** A cursor that was kept from before a reset would wait for years. */
  const isBeyondChain = (told: number, { historyLatestLedger, historyLatestClosedAtMs }: NetworkInfo): boolean =>
    told > historyLatestLedger + MAX_AHEAD_LEDGERS && Math.abs(clock.now() - historyLatestClosedAtMs) <= CURRENT_MS

  const toldUpTo = (cursor: string): number =>
    Math.max(lastWholeLedger(parsePagingToken(cursor)), seen?.historyLatestLedger ?? 0)

  return {
    check: async (reads, cursor, call) => {
      const network = await reads.network(call)
      const { historyElderLedger: eldest, historyLatestLedger: latest } = network
      const told = toldUpTo(cursor)
      if (seen !== undefined && isAnotherChain(seen, network)) throw networkReset(seen.historyLatestLedger)
      if (isBeyondChain(told, network)) throw networkReset(told)
      if (told > 0 && eldest > told + 1) throw beforeHistory(eldest)
      return {
        toldAll: () => {
          if (latest >= (seen?.historyLatestLedger ?? 0)) seen = network
        },
        isDoubtful: (later) => toldUpTo(later) > 0 && toldUpTo(later) < eldest + DROPPED_LEDGERS,
      }
    },
  }
}

/** Shorter and younger: a server that merely lags is older. */
function isAnotherChain(seen: NetworkInfo, now: NetworkInfo): boolean {
  return (
    now.historyLatestLedger < seen.historyLatestLedger && now.historyLatestClosedAtMs > seen.historyLatestClosedAtMs
  )
}

/** The last ledger that lies before the place, or ends there. */
function lastWholeLedger(place: PagingToken | undefined): number {
  return place === undefined ? 0 : Number((place.toid + 1n) >> 32n) - 1
}

/** What is asked for lies before a ledger, which is the oldest one that the server keeps. */
export function beforeHistory(eldest: number, cause?: unknown): BeforeHistoryError {
  return new BeforeHistoryError({
    message: `The server no longer keeps the ledgers before ${eldest}.`,
    remedy: 'Ask a server that keeps more, or begin anew at the newest ledger.',
    input: eldest,
    cause,
  })
}
