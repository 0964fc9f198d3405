import type { ResettableNetwork } from '../backends/createResettableNetwork.ts'
import type { Store } from '../store/openStore.ts'
import type { Events } from './events.ts'

/** Tells what the queue says to each submission, and the store when everything is another. */
export function tellingNetwork(
  network: ResettableNetwork,
  events: Events,
  store: Store | undefined,
): ResettableNetwork {
  const storeAll = (): void => {
    const snapshot = network.snapshot()
    if (snapshot !== undefined) store?.replace(snapshot)
  }
  return {
    ...network,
    reset: () => {
      network.reset()
      storeAll()
    },
    restore: (snapshot) => {
      network.restore(snapshot)
      storeAll()
    },
    submit: (transaction) => {
      const submission = network.submit(transaction)
      events.emit({ type: 'submitted', hash: transaction.hash, ...submission })
      return submission
    },
  }
}
