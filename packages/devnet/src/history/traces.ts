import type { xdr } from '@stellar/stellar-sdk'
import type { Write } from '../ledger/snapshot.ts'
import { collectChanges } from '../ledger/state.ts'
import type { AppliedTransaction } from '../transactions/closeLedger.ts'
import { namedBy } from '../transactions/participants.ts'
import { balanceKey, poolKey } from './historyKeys.ts'
import { sortChanges } from './sortChanges.ts'
import { operationSponsor } from './sponsors.ts'

/**
 * What a transaction leaves for its operations and effects, beside envelope and result: as little as they need and as cheap to keep as can be, since
 * operations and effects themselves are derived only when someone asks for them.
 */
export type Traces = {
  /** Accounts whose history lists the transaction: those it names, and those who sponsor what it made. */
  readonly participants: readonly string[]
  /** Those whose history lists an operation of it. */
  readonly operationParticipants: readonly string[]
  readonly hasPayments: boolean
  /** Accounts that an effect may be about; empty when it surely has none. */
  readonly affected: readonly string[]
  /** The pools and claimable balances that it changed, by the keys of history. */
  readonly touched: readonly string[]
  /** Of each operation, what it wrote that its effects cannot be told without. */
  readonly writes: readonly (readonly Write[])[]
}

/** Operations that Horizon calls payments: new accounts, payments of all three kinds, merges. */
export const PAYMENT_TYPES: ReadonlySet<number> = new Set([0, 1, 2, 8, 13])
/** Of themselves without effects: offers, which have those of their trades, the frame of a sponsorship, contracts. */
const SILENT_TYPES: ReadonlySet<number> = new Set([3, 4, 12, 16, 17, 24, 25, 26])

const NOTHING: readonly never[] = []

/** The traces of one transaction of a closed ledger. */
export function tracesOf(applied: AppliedTransaction): Traces {
  const { transaction, isSuccessful } = applied
  const { operations } = transaction.contents
  const writes = applied.operationWrites.map(telling)
  const isTold = writes.some(({ length }) => length > 0)
  const named = new Set([...transaction.sources, ...operations.flatMap(({ body }) => namedBy(body))])
  const sponsors = isTold ? operations.flatMap(({ body }, at) => sponsorsOf(body, writes[at] ?? NOTHING)) : NOTHING
  for (const sponsor of sponsors) named.add(sponsor)
  const makers = applied.trades.map(({ claim }) => claim.seller)
  const trades = makers.length > 0 || applied.poolTrades.length > 0
  const speaks = isSuccessful && (trades || operations.some(({ body }) => !SILENT_TYPES.has(body.type)))
  const participants = sponsors.length === 0 ? transaction.participants : unite(transaction.participants, sponsors)
  return {
    participants,
    operationParticipants: named.size === participants.length ? participants : [...named], // a part of them: often all
    hasPayments: operations.some(({ body }) => PAYMENT_TYPES.has(body.type)),
    affected: speaks ? unite(named, makers) : NOTHING,
    touched: isTold ? [...new Set(writes.flat().flatMap(touchedKey))] : NOTHING,
    writes: isTold ? writes : NOTHING,
  }
}

function sponsorsOf(body: xdr.OperationBodyWire, writes: readonly Write[]): readonly string[] {
  if (!writes.some(({ after }) => after?.type === 'account' || typeof after?.sponsor === 'string')) return NOTHING
  const sponsor = operationSponsor(body, sortChanges(collectChanges(writes)))
  return sponsor === undefined ? NOTHING : [sponsor]
}

function unite(some: Iterable<string>, others: Iterable<string>): readonly string[] {
  return [...new Set([...some, ...others])]
}

function touchedKey({ before, after }: Write): readonly string[] {
  const entry = after ?? before
  if (entry?.type === 'pool') return [poolKey(entry.id)]
  return entry?.type === 'claimableBalance' ? [balanceKey(entry.id)] : NOTHING
}

/** Only writes that effects or bodies look at are kept: trading writes balances and liabilities, which they never do. */
function telling(writes: readonly Write[]): readonly Write[] {
  return writes.some(isTelling) ? writes.filter(isTelling) : NOTHING
}

function isTelling({ before, after }: Write): boolean {
  const entry = after ?? before
  switch (entry?.type) {
    case 'account': {
      if (before?.type !== 'account' || after?.type !== 'account') return true
      const isSame = before.signers === after.signers && before.thresholds === after.thresholds
      return !isSame || before.sequence !== after.sequence || before.sponsor !== after.sponsor
    }
    case 'trustline':
      return before === undefined || after === undefined || before.sponsor !== after.sponsor
    case 'offer':
      return (before === undefined || after === undefined) && typeof entry.sponsor === 'string'
    default:
      return true
  }
}
