import type { ResettableNetwork } from '../backends/createResettableNetwork.ts'
import type { Faults } from '../faults/createFaults.ts'
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

/** Tells what goes wrong on demand, and when that ends. */
export function tellingFaults(faults: Faults, events: Events): Faults {
  return {
    ...faults,
    inject: (fault) => {
      const remove = faults.inject(fault)
      events.emit({ type: 'faultInjected', fault })
      return () => {
        remove()
        events.emit({ type: 'faultRemoved', fault })
      }
    },
    clear: () => {
      const injected = faults.list()
      faults.clear()
      for (const { fault } of injected) events.emit({ type: 'faultRemoved', fault })
    },
  }
}
