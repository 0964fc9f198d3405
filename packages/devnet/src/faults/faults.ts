import type { FaultEngine } from './createFaults.ts'
import type { Fault, InjectedFault, ScenarioStep } from './fault.ts'

/** Faults on demand. The same seed, the same faults and the same requests in the same order give the same course of events. */
export type Faults = {
  /**
   * Lets something go wrong from now on.
   *
   * @returns Ends it; without effect once it is over.
   * @throws InvalidOptionError for a fault that means nothing, or beyond 10,000 that are not over, steps to come included.
   * @example
   * ```ts
   * const remove = net.faults.inject({ type: 'failure', slug: 'stale_history', match: { path: '/order_book', times: 3 } })
   * ```
   */
  inject(fault: Fault): () => void
  /**
   * Lets things go wrong over time. A scenario may be played several times, and several at once.
   *
   * @returns Ends it, with what it has injected so far.
   * @throws InvalidOptionError for a step that means nothing, or when there are too many; nothing of the scenario happens then.
   * @example
   * ```ts
   * net.faults.play([
   *   { atMs: 5_000, fault: { type: 'refusedConnections', match: { forMs: 3_000 } } },
   *   { atLedger: 40, fault: { type: 'ingestionLag', lagLedgers: 3 } },
   * ])
   * ```
   */
  play(scenario: readonly ScenarioStep[]): () => void
  /** Ends every fault and every scenario. */
  clear(): void
  /** What is injected and not over, oldest first. */
  list(): readonly InjectedFault[]
}

/** The side of an engine that users have. */
export function faultsOf({ inject, play, clear, list }: FaultEngine): Faults {
  return {
    inject: (fault) => inject(fault).remove,
    play: (scenario) => play(scenario).remove,
    clear,
    list,
  }
}
