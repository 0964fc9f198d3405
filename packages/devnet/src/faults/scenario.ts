import type { Clock } from '@sdex/primitives'
import type { Fault, ScenarioStep } from './fault.ts'

/** Steps that are being taken. */
export type Scenario<Injected> = {
  /** What they have injected so far. */
  readonly injected: ReadonlySet<Injected>
  /** Takes the steps that wait for a ledger that has closed. */
  look(): void
  /** Steps to come. */
  readonly left: number
  /** Takes no further step. What was injected stays. */
  stop(): void
}

/** What a scenario goes by, and what injects its faults. */
export type ScenarioSurroundings<Injected> = {
  readonly clock: Clock
  readonly latestLedger: () => number
  readonly add: (fault: Fault) => Injected
}

/** Starts a scenario: what is due at once is injected before this returns. */
export function createScenario<Injected>(
  steps: readonly ScenarioStep[],
  on: ScenarioSurroundings<Injected>,
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
    get left() {
      return steps.length - injected.size
    },
    stop: () => {
      waiting = []
      for (const cancel of cancels) cancel()
    },
  }
}
