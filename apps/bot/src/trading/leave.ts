import { assetsEqual, type Clock, sleep, withDeadline } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
import { maxOperations } from '../strategy/orderSteps.ts'
import type { Change } from '../strategy/types.ts'
import type { Sender } from './createSender.ts'
import type { Exchange } from './exchange.ts'

/** Whether the account's offers of the market are gone, and how that is known. */
export type Left =
  | { readonly type: 'flat'; readonly ledger: number }
  | { readonly type: 'unproved'; readonly reason: string }

type LeaveArgs = {
  readonly exchange: Pick<Exchange, 'market' | 'readOffers' | 'apply'>
  readonly sender: Sender
  readonly clock: Clock
  /** Resolves when no new work begins and the last has settled. */
  readonly stopQuoting: () => Promise<void>
}

/** A server that gives no answer for so long counts as unreachable. */
const silenceMs = 20_000
const readTimeoutMs = 4000
const readEveryMs = 1000
/** Cancels that the ledger refuses so often would be refused again. */
const maxRefusals = 10

/**
 * Settles what is under way, cancels every own offer of the market, and reads until none is left.
 *
 * @remarks An offer read counts only from a ledger at or after the last transaction's end, so a server that lags proves nothing.
 * @returns `unproved` once the server was silent for 20 s, or keeps refusing the cancels.
 */
export async function leave(args: LeaveArgs): Promise<Left> {
  const { clock } = args
  const ended = new AbortController()
  let reachedMs = clock.now()
  const heard = (): void => {
    reachedMs = clock.now()
  }
  const silence = async (): Promise<Left> => {
    while (clock.now() - reachedMs < silenceMs) await sleep(clock, readEveryMs, ended.signal)
    return { type: 'unproved', reason: `Horizon gave no answer for ${silenceMs / 1000} s` }
  }
  const done = cancelAll(args, { heard, signal: ended.signal })
  try {
    return await Promise.race([done, silence()])
  } finally {
    ended.abort()
  }
}
