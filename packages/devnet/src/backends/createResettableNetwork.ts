import { createNetwork, type Network, type NetworkOptions, type NetworkSnapshot } from '../createNetwork.ts'
import { delegate } from './delegate.ts'

/** A network that can begin anew under the same passphrase, as testnet does: ledger numbers start at 1 again, with other hashes. */
export type ResettableNetwork = Network & {
  /** Whoever holds the network, its state or its history sees the new one at once. What waited in the queue is gone. */
  reset(): void
  /** Goes back to a ledger, or over to one of another network under the same passphrase. What waited in the queue is gone. */
  restore(snapshot: NetworkSnapshot): void
}

/** Makes a network at its first ledger. */
export function createResettableNetwork(options: NetworkOptions): ResettableNetwork {
  let current = createNetwork(options)
  return {
    passphrase: current.passphrase,
    state: delegate(current.state, () => current.state),
    history: delegate(current.history, () => current.history),
    indexes: delegate(current.indexes, () => current.indexes),
    decode: (envelopeXdr) => current.decode(envelopeXdr),
    submit: (transaction) => current.submit(transaction),
    close: (asked) => current.close(asked),
    prepare: () => current.prepare(),
    snapshot: (sequence) => current.snapshot(sequence),
    reset: () => {
      // A later close time than any before makes another first header, and so another chain of hashes.
      current = createNetwork({ ...options, from: undefined, firstCloseTime: current.state.header.closeTime + 1 })
    },
    restore: (from) => {
      current = createNetwork({ ...options, from })
    },
  }
}
