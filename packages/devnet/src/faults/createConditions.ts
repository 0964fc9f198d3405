import type { Random } from '@sdex/primitives'
import type { ConditionFault } from './fault.ts'
import { CONDITIONS, type Injected, isCondition, type Of } from './injected.ts'

/** What conditions act upon. */
export type ConditionEffects = {
  /** Puts the condition in force, in the place of another of its type; `random` is its own source of chance. */
  readonly begin: (fault: ConditionFault, random: Random) => void
  /** Nothing of that type holds any longer. */
  readonly end: (type: ConditionFault['type']) => void
}

/** Which conditions hold. */
export type Conditions = {
  /** Begins and ends what differs from what is to hold now. Of a type the last one counts. */
  settle(wanted: readonly Injected[]): void
}

/** Makes conditions of which none holds. */
export function createConditions({ begin, end }: ConditionEffects): Conditions {
  const inForce = new Map<ConditionFault['type'], Of<ConditionFault>>()
  return {
    settle: (wanted) => {
      const conditions = wanted.filter(isCondition)
      for (const type of CONDITIONS) {
        const last = conditions.findLast(({ fault }) => fault.type === type)
        if (last === inForce.get(type)) continue
        if (last === undefined) {
          inForce.delete(type)
          end(type)
        } else {
          inForce.set(type, last)
          begin(last.fault, last.random)
        }
      }
    },
  }
}
