import type { Queueable } from './queueable.ts'

/** Transactions that wait, in chains: those of one source, by rising sequence number. */
export type Chains<Waiting extends Queueable> = {
  /** How many wait, and how many operations they have. */
  readonly size: number
  readonly operations: number
  of(source: string): readonly Waiting[]
  all(): Iterable<readonly Waiting[]>
  /** What an account has promised to pay for all that wait, in stroops. */
  feesOf(feeSource: string): bigint
  /** Puts a transaction at the end of its chain, or in the place of the one with its sequence number. */
  put(transaction: Waiting): void
  /** Takes out the transactions of a source from or up to a place in its chain, and returns them. */
  dropFrom(source: string, place: number): readonly Waiting[]
  dropUpTo(source: string, sequence: bigint): readonly Waiting[]
  /** A ledger went by. Returns the sources whose chains have now seen so many since something of them was applied. */
  age(patience: number): readonly string[]
}

export function createChains<Waiting extends Queueable>(): Chains<Waiting> {
  const chains = new Map<string, { transactions: Waiting[]; age: number }>()
  const fees = new Map<string, bigint>()
  let [size, operations] = [0, 0]

  const count = ({ feeSource, fee, operationCount }: Waiting, sign: 1 | -1): void => {
    size += sign
    operations += sign * operationCount
    const total = (fees.get(feeSource) ?? 0n) + BigInt(sign) * fee
    if (total === 0n) fees.delete(feeSource)
    else fees.set(feeSource, total)
  }
  const keep = (source: string, [from, to]: readonly [number, number]): readonly Waiting[] => {
    const chain = chains.get(source)
    if (chain === undefined) return []
    const { transactions } = chain
    const dropped = [...transactions.slice(0, from), ...transactions.slice(to)]
    for (const transaction of dropped) count(transaction, -1)
    chain.transactions = transactions.slice(from, to)
    if (chain.transactions.length === 0) chains.delete(source)
    return dropped
  }
  return {
    get size() {
      return size
    },
    get operations() {
      return operations
    },
    of: (source) => chains.get(source)?.transactions ?? [],
    *all() {
      for (const { transactions } of chains.values()) yield transactions
    },
    feesOf: (feeSource) => fees.get(feeSource) ?? 0n,
    put: (transaction) => {
      const chain = chains.get(transaction.source) ?? { transactions: [], age: 0 }
      chains.set(transaction.source, chain)
      const place = chain.transactions.findIndex(({ sequence }) => sequence === transaction.sequence)
      const replaced = chain.transactions[place]
      if (replaced === undefined) chain.transactions.push(transaction)
      else {
        count(replaced, -1)
        chain.transactions[place] = transaction
      }
      count(transaction, 1)
    },
    dropFrom: (source, place) => keep(source, [0, place]),
    dropUpTo: (source, sequence) => {
      const chain = chains.get(source)
      if (chain === undefined) return []
      const place = chain.transactions.findIndex((transaction) => transaction.sequence > sequence)
      const dropped = keep(source, [place === -1 ? chain.transactions.length : place, chain.transactions.length])
      if (dropped.length > 0) chain.age = 0
      return dropped
    },
    age: (patience) => {
      const old: string[] = []
      for (const [source, chain] of chains) {
        chain.age += 1
        if (chain.age >= patience) old.push(source)
      }
      return old
    },
  }
}
