import type { xdr } from '@stellar/stellar-sdk'
import type { JsonObject } from '../json.ts'

/** When a claimant may claim. A relative time is there only as operations have it: the ledger keeps absolute ones. */
export function renderPredicate(predicate: xdr.ClaimPredicateWire): JsonObject {
  switch (predicate.type) {
    case 0:
      return { unconditional: true }
    case 1:
      return { and: predicate.andPredicates.map(renderPredicate) }
    case 2:
      return { or: predicate.orPredicates.map(renderPredicate) }
    case 3:
      return predicate.notPredicate === null ? {} : { not: renderPredicate(predicate.notPredicate) }
    case 4:
      return { abs_before: farTime(predicate.absBefore), abs_before_epoch: predicate.absBefore.toString() }
    case 5:
      return { rel_before: predicate.relBefore.toString() }
  }
}

const DAY = 86_400n
/** Days and years after which the calendar repeats. */
const ERA_DAYS = 146_097n
const ERA_YEARS = 400n

/** A time of any 64 bits. Years past 9999 have a plus and as many digits as they need. */
function farTime(unixSeconds: bigint): string {
  const eras = unixSeconds / (ERA_DAYS * DAY)
  const withinEra = unixSeconds - eras * ERA_DAYS * DAY
  const text = new Date(Number(withinEra) * 1_000).toISOString() // 1970 to 2370
  const year = BigInt(text.slice(0, 4)) + eras * ERA_YEARS
  return `${year > 9_999n ? '+' : ''}${year}${text.slice(4, 19)}Z`
}
