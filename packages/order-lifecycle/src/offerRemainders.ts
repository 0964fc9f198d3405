import { adjustOffer } from '@sdex/matching'
import { MAX_STROOPS, type Price, type Stroops } from '@sdex/primitives'
import type { Fill } from './fill.ts'
import type { AccountLedger } from './ports.ts'
import type { RestingOffer, Settlement } from './settlement.ts'

/** Follows what is left of own offers between committed ledgers, so that a fill can tell whether it took the last. */
export type OfferRemainders = {
  /** A ledger is committed: it has the amounts after everything up to its end. */
  observe(view: AccountLedger): void
  /** Own changes are proved: offers that no committed ledger has shown yet. */
  settled(settlement: Settlement): void
  /** Deducts a fill; whether nothing of its offer is left. */
  deduct(fill: Fill): boolean
}

/** Fills of an offer that is gone are waited for so long, in ledgers. */
const KEEP_LEDGERS = 64

type Remainder = { readonly ledger: number; readonly left: Stroops; readonly price: Price }

/** Makes an empty one. Holds the offers of the newest ledgers only. */
export function createOfferRemainders(): OfferRemainders {
  const remainders = new Map<bigint, Remainder>()

  const learn = ({ id, amount, price }: Pick<RestingOffer, 'id' | 'amount' | 'price'>, ledger: number): void => {
    const known = remainders.get(id)
    if (known === undefined || known.ledger < ledger) remainders.set(id, { ledger, left: amount, price })
  }
  return {
    observe({ ledger, offers }) {
      for (const offer of offers) learn(offer, ledger)
      for (const [id, { ledger: seen }] of remainders) if (seen < ledger - KEEP_LEDGERS) remainders.delete(id)
    },
    settled({ ledger, changes }) {
      if (ledger === undefined) return
      for (const outcome of changes) {
        // Of the same ledger a new offer's fills all come after it; a changed one's may have come before.
        if (outcome.status === 'resting') learn(outcome.offer, outcome.created ? ledger - 1 : ledger)
      }
    },
    deduct({ role, offerId, ledger, sold }) {
      const known = role === 'maker' && offerId !== undefined ? remainders.get(offerId) : undefined
      if (offerId === undefined || known === undefined || ledger <= known.ledger) return false
      const left = known.left - sold.amount
      remainders.set(offerId, { ...known, left })
      // The ledger deletes what could not trade any more.
      return left <= 0n || adjustOffer(known.price, left, MAX_STROOPS) === 0n
    },
  }
}
