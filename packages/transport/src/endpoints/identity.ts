import type { Requester } from '../createRequester.ts'
import { networkReset, wrongNetwork } from '../errors.ts'
import { type Answer, readBody, responseError } from '../parseAnswer.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { NetworkInfo } from '../types/network.ts'
import type { CallOptions } from '../types/requests.ts'
import { parseLedger } from '../wire/ledger.ts'
import { parseNetwork } from '../wire/network.ts'
import { parsePage } from '../wire/page.ts'
import type { LedgerAnchor } from './types.ts'

/** What all servers of a client have in common: one network, one chain of ledgers. */
export type Identity = {
  /** The newest ledger that is known to be of the chain. */
  readonly anchor: LedgerAnchor | undefined
  /** Told of ledgers of a server that was verified. */
  keep(ledger: LedgerAnchor): void
  /**
   * Makes sure that a server is of the network and has the chain.
   *
   * @throws WrongNetworkError, NetworkResetError; whatever reading it throws.
   */
  verify(requester: Requester, call: CallOptions): Promise<NetworkInfo>
}

/** Ledgers kept to compare hashes with: five minutes and more, so that a server that lags can be compared too. */
export const KEPT_LEDGERS = 64

/** @param given - What the caller knows of the network; without a passphrase the first server's holds. */
export function createIdentity(given: {
  readonly networkPassphrase: string | undefined
  readonly anchor: LedgerAnchor | undefined
}): Identity {
  let passphrase = given.networkPassphrase
  const kept = new Map<number, LedgerAnchor>()
  let anchor: LedgerAnchor | undefined

  const keep = (told: LedgerAnchor): void => {
    const ledger = toAnchor(told) // of what else a ledger has, not everything can be kept in a file
    kept.set(ledger.sequence, ledger)
    if (anchor === undefined || ledger.sequence > anchor.sequence) anchor = ledger
    if (kept.size > KEPT_LEDGERS) kept.delete(Math.min(...kept.keys()))
  }
  if (given.anchor !== undefined) keep(given.anchor)

  /** The newest kept ledger that a server can have; its oldest one when it has none of them. */
  const comparable = (latestLedger: number): LedgerAnchor | undefined => {
    const newestFirst = [...kept.values()].sort((a, b) => b.sequence - a.sequence)
    return newestFirst.find(({ sequence }) => sequence <= latestLedger) ?? newestFirst.at(-1)
  }
  const verify = async (requester: Requester, call: CallOptions): Promise<NetworkInfo> => {
    const network = readBody(ok(await requester.get('/', {}, call)), parseNetwork)
    if (passphrase !== undefined && network.passphrase !== passphrase)
      throw wrongNetwork(passphrase, network.passphrase)
    passphrase ??= network.passphrase // before anything is waited for: others may be looked at meanwhile
    const compared = comparable(network.historyLatestLedger)
    if (compared === undefined) {
      const newest = await readNewest(requester, call)
      const keptMeanwhile = comparable(network.historyLatestLedger)
      if (keptMeanwhile !== undefined) await compare(requester, { compared: keptMeanwhile, network, call })
      else if (newest !== undefined) keep(newest)
    } else {
      await compare(requester, { compared, network, call })
    }
    return network
  }
  return {
    get anchor() {
      return anchor
    },
    keep,
    verify,
  }
}

/** Ledgers are compared by hash where the server has the number. A chain that is younger and shorter is another one. */
async function compare(
  requester: Requester,
  { compared, network, call }: { compared: LedgerAnchor; network: NetworkInfo; call: CallOptions },
): Promise<void> {
  const { sequence, hash, closedAtMs } = compared
  if (sequence > network.historyLatestLedger) {
    if (network.historyLatestClosedAtMs > closedAtMs) throw networkReset(sequence)
    return // it lags, and has nothing yet to compare by
  }
  const answer = await requester.get(`/ledgers/${sequence}`, {}, call)
  if (answer.status === 410 || answer.status === 404) return // no longer kept, or another backend of the same URL that lags
  if (readBody(ok(answer), parseLedger).hash !== hash) throw networkReset(sequence)
}

/** The newest ledger that a server has; `undefined` where it has none. */
export async function readNewest(requester: Requester, call: CallOptions): Promise<Ledger | undefined> {
  const answer = ok(await requester.get('/ledgers', { order: 'desc', limit: 1 }, call))
  return readBody(answer, (body) => parsePage(body, parseLedger)).records[0]
}

function ok(answer: Answer): Answer {
  if (answer.status === 200) return answer
  throw responseError(answer)
}

function toAnchor({ sequence, hash, closedAtMs }: LedgerAnchor): LedgerAnchor {
  return { sequence, hash, closedAtMs }
}
