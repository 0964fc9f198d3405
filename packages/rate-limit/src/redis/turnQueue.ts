import type { StoreAccount } from './storeAccount.ts'

/** Tokens that servers took by themselves and the store has not heard of yet. */
export type TurnQueue = {
  owed(): number
  add(tokens: number): void
  clear(): void
}

/** Creates an empty queue. Turns that come while others are told go together: a ledger close is a turn of every open stream. */
export function createTurnQueue({ isOpen, take }: Pick<StoreAccount, 'isOpen' | 'take'>): TurnQueue {
  let owed = 0
  let isTelling = false

  const tell = async (): Promise<void> => {
    if (isTelling) return
    isTelling = true
    while (owed > 0 && isOpen()) {
      const tokens = owed
      owed = 0
      await take(tokens, 0)
    }
    isTelling = false
  }
  return {
    owed: () => owed,
    add: (tokens) => {
      owed += tokens
      void tell()
    },
    clear: () => {
      owed = 0
    },
  }
}
