import type { ScenarioStep } from './fault.ts'
import { createScenario, type Scenario, type ScenarioSurroundings } from './scenario.ts'

/** Scenarios that are being played. */
export type Scenarios<Injected> = {
  /** Steps to come, of all of them. */
  readonly left: number
  /** @returns Its id. */
  play(steps: readonly ScenarioStep[]): string
  /** Takes the steps that wait for a ledger that has closed. */
  look(): void
  /** Ends a scenario. @returns What it has injected; undefined when there is no such scenario. */
  stop(id: string): ReadonlySet<Injected> | undefined
  stopAll(): void
  /** Forgets those that are over: no step is to come, and nothing that they injected is among what is left. */
  forget(present: readonly Injected[]): void
}

export function createScenarios<Injected>(on: ScenarioSurroundings<Injected>): Scenarios<Injected> {
  const scenarios = new Map<string, Scenario<Injected>>()
  let count = 0
  return {
    get left() {
      let left = 0
      for (const scenario of scenarios.values()) left += scenario.left
      return left
    },
    play: (steps) => {
      const scenario = createScenario(steps, on)
      const id = `scenario-${++count}`
      scenarios.set(id, scenario)
      scenario.look()
      return id
    },
    look: () => {
      for (const scenario of scenarios.values()) scenario.look()
    },
    stop: (id) => {
      const scenario = scenarios.get(id)
      scenario?.stop()
      scenarios.delete(id)
      return scenario?.injected
    },
    stopAll: () => {
      for (const scenario of scenarios.values()) scenario.stop()
      scenarios.clear()
    },
    forget: (present) => {
      if (scenarios.size === 0) return
      const left = new Set(present)
      for (const [id, scenario] of scenarios) {
        if (scenario.left === 0 && ![...scenario.injected].some((one) => left.has(one))) scenarios.delete(id)
      }
    },
  }
}
