import { MAX_STROOPS } from '@sdex/primitives'
import type { xdr } from '@stellar/stellar-sdk'
import type { Predicate } from './entries.ts'

const MAX_DEPTH = 4
/** Times are signed 64-bit numbers, as amounts. */
const MAX_TIME = MAX_STROOPS

/** Whether a predicate may stand in an operation: both sides of `and` and `or`, something to negate, no time before 1970, at most four deep. */
export function isPredicateValid(predicate: xdr.ClaimPredicateWire, depth = 1): boolean {
  if (depth > MAX_DEPTH) return false
  const areValid = (parts: readonly xdr.ClaimPredicateWire[]): boolean =>
    parts.length === 2 && parts.every((part) => isPredicateValid(part, depth + 1))
  switch (predicate.type) {
    case 0:
      return true
    case 1:
      return areValid(predicate.andPredicates)
    case 2:
      return areValid(predicate.orPredicates)
    case 3:
      return predicate.notPredicate !== null && isPredicateValid(predicate.notPredicate, depth + 1)
    case 4:
      return predicate.absBefore >= 0n
    case 5:
      return predicate.relBefore >= 0n
  }
}

/** A predicate as the ledger keeps it: a relative time counts from the close that created the balance. */
export function predicateOf(predicate: xdr.ClaimPredicateWire, closeTime = 0): Predicate {
  const convert = (part: xdr.ClaimPredicateWire): Predicate => predicateOf(part, closeTime)
  switch (predicate.type) {
    case 0:
      return { type: 'unconditional' }
    case 1:
      return { type: 'and', of: predicate.andPredicates.map(convert) }
    case 2:
      return { type: 'or', of: predicate.orPredicates.map(convert) }
    case 3:
      return { type: 'not', of: predicate.notPredicate === null ? [] : [convert(predicate.notPredicate)] }
    case 4:
      return { type: 'before', time: predicate.absBefore }
    case 5: {
      const time = BigInt(closeTime) + predicate.relBefore
      return { type: 'before', time: time < MAX_TIME ? time : MAX_TIME }
    }
  }
}

/** A kept predicate as XDR. */
export function predicateWire(predicate: Predicate): xdr.ClaimPredicateWire {
  switch (predicate.type) {
    case 'unconditional':
      return { type: 0 }
    case 'and':
      return { type: 1, andPredicates: predicate.of.map(predicateWire) }
    case 'or':
      return { type: 2, orPredicates: predicate.of.map(predicateWire) }
    case 'not': {
      const [negated] = predicate.of
      return { type: 3, notPredicate: negated === undefined ? null : predicateWire(negated) }
    }
    case 'before':
      return { type: 4, absBefore: predicate.time }
  }
}

/** Whether a claimant may claim in a ledger that closes at a time (Unix seconds). */
export function holdsAt(predicate: Predicate, closeTime: number): boolean {
  const holds = (part: Predicate): boolean => holdsAt(part, closeTime)
  switch (predicate.type) {
    case 'unconditional':
      return true
    case 'and':
      return predicate.of.every(holds)
    case 'or':
      return predicate.of.some(holds)
    case 'not':
      return !predicate.of.some(holds)
    case 'before':
      return predicate.time > BigInt(closeTime)
  }
}
