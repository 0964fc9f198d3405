/** The oldest and the newest protocol whose rules for classic operations are built in. */
export const OLDEST_PROTOCOL = 18
export const NEWEST_PROTOCOL = 28

/*
 * Every difference between protocols stands here, as a question that the rules ask. 18 and 19 are proved by recordings of stellar-core; later ones follow
 * its source and the CAPs and are not recorded yet. Two of them need state that only contracts can make, and so have no rule here: frozen ledger keys
 * (CAP-77) and balances that contracts move (CAP-46).
 */

/** Ledger bounds, minimum sequence numbers, ages and gaps, extra signers; accounts remember when their sequence moved (CAP-21). */
export function hasPreconditions(protocol: number): boolean {
  return protocol >= 19
}

/** Signers that sign a payload of their own (CAP-40). */
export function hasSignedPayloads(protocol: number): boolean {
  return protocol >= 19
}

/** A merge looks at the sequence numbers of all transactions of its ledger, so that none of them can be replayed (CAP-21). */
export function mergeLooksAhead(protocol: number): boolean {
  return protocol >= 19
}

/** A ledger's transactions come as a GeneralizedTransactionSet, with a base fee of its own (CAP-42). */
export function hasGeneralizedSets(protocol: number): boolean {
  return protocol >= 20
}

/** Contract operations exist: they stand alone in their transaction (CAP-46). Before, their types cannot be decoded. */
export function hasContracts(protocol: number): boolean {
  return protocol >= 20
}

/** What is refused as malformed reports no fee: so does the software that runs protocols from 20 on. */
export function malformedHasNoPrice(protocol: number): boolean {
  return protocol >= 20
}

/** Classic transactions may not carry contract data (protocol 21). */
export function refusesContractData(protocol: number): boolean {
  return protocol >= 21
}

/** The inner transaction of a fee bump may bid less than nothing (protocol 23). */
export function allowsNegativeInnerFee(protocol: number): boolean {
  return protocol >= 23
}

/** The inner result of a fee bump reports no fee (protocol 25); before, the one that it would have paid by itself. */
export function reportsNoInnerFee(protocol: number): boolean {
  return protocol >= 25
}

/** Offers tried in vain before a pool was chosen count against the operation's limit (protocol 27). */
export function chargesRejectedBook(protocol: number): boolean {
  return protocol >= 27
}

/** At most this many signatures of a transaction are verified (CAP-85). */
export function maxVerifications(protocol: number): number {
  return protocol >= 28 ? 1000 : Number.POSITIVE_INFINITY
}

/** Several transactions of one account may wait in the queue, by rising sequence numbers; from protocol 20 on only one. */
export function queuesChains(protocol: number): boolean {
  return protocol < 20
}

/** The version of TransactionMeta: with room for contracts from protocol 20 on, and for events of each operation from 23 on (CAP-67). */
export function resultMetaVersion(protocol: number): 2 | 3 | 4 {
  if (protocol >= 23) return 4
  return protocol >= 20 ? 3 : 2
}
