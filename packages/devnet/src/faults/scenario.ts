import type { Clock } from '@sdex/primitives'
import type { Fault, ScenarioStep } from './fault.ts'

/** Steps that are being taken. */
export type Scenario<Injected> = {
  /** What they have injected so far. */
  readonly injected: ReadonlySet<Injected>
  /** Takes the steps that wait for a ledger that has closed. */
  look(): void
  /** Whether every step was taken. */
  isDone(): boolean
  /** Takes no further step. What was injected stays. */
  stop(): void
}

/** Starts a scenario: what is due at once is injected before this returns. */
export function createScenario<Injected>(
  steps: readonly ScenarioStep[],
  on: { readonly clock: Clock; readonly latestLedger: () => number; readonly add: (fault: Fault) => Injected },
): Scenario<Injected> {
  const injected = new Set<Injected>()
  const inject = ({ fault }: ScenarioStep): void => void injected.add(on.add(structuredClone(fault)))
  let waiting = steps.flatMap((step) => ('atLedger' in step ? [step] : []))
  const cancels = steps.flatMap((step) => {
    if (!('atMs' in step)) return []
    if (step.atMs > 0) return [on.clock.setTimer(() => inject(step), step.atMs)]
    inject(step)
    return []
  })
  return {
    injected,
    look: () => {
      const due = waiting.filter(({ atLedger }) => atLedger <= on.latestLedger())
      waiting = waiting.filter((step) => !due.includes(step))
      for (const step of due) inject(step)
    },
    isDone: () => injected.size === steps.length,
    stop: () => {
      waiting = []
      for (const cancel of cancels) cancel()
    },
  }
}
