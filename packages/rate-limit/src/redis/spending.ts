import type { LeaseSource } from '../leaseSource.ts'
import type { FallbackShare } from './fallbackShare.ts'
import type { StoreLeases } from './storeLeases.ts'

/** What tokens are spent from. */
export type Spending = Omit<LeaseSource, 'standing' | 'capacity' | 'reserved' | 'close'>

/** Spends from this process' share alone: all of it is on lease. */
export function shareAlone(share: FallbackShare): Spending {
  return { ...share, tokens: share.read, leased: share.read, lease: () => {} }
}

/** Spends from the store, as far as the share allows. */
export function storeWithinShare(store: StoreLeases, share: FallbackShare): Spending {
  return {
    ...store,
    tokens: () => Math.min(store.tokens(), share.read()),
    leased: () => Math.min(store.leased(), share.read()),
    msUntil: (tokens) => Math.max(store.msUntil(tokens), share.msUntil(tokens)),
    spend: (tokens) => {
      store.spend(tokens)
      share.spend(tokens)
      share.takeSpent() // the store knows
    },
    lease: (request) => {
      const wanted = Math.min(request.wanted, share.read() - request.reserve)
      if (wanted >= request.atLeast) store.lease({ ...request, wanted })
    },
    spendTurn: (tokens) => {
      store.spendTurn(tokens)
      share.spendTurn(tokens)
      share.takeSpent()
    },
    lower: (tokens) => {
      store.lower(tokens)
      share.lower(tokens)
    },
    hold: (durationMs) => {
      store.hold(durationMs)
      share.hold(durationMs)
    },
  }
}

/**
 * Grants nothing.
 *
 * @param msUntil - When to ask again.
 * @param spendTurn - Told of what a server took meanwhile.
 */
export function noTokens(msUntil: () => number, spendTurn: (tokens: number) => void): Spending {
  const none = (): void => {}
  const zero = (): number => 0
  return { tokens: zero, leased: zero, msUntil, spend: none, lease: none, spendTurn, lower: none, hold: none }
}
