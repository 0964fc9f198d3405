import type { Clock } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createFaults } from './createFaults.ts'

test('regression: a condition whose end passes while the clock is being read ends all the same', () => {
  const ended: string[] = []
  const { clock, fire, setReadings } = createTickingClock()
  const effects = { begin: () => {}, end: (type: string) => ended.push(type), happen: () => {} }
  const faults = createFaults({ seed: 'a', clock, latestLedger: () => 1, effects, onChange: () => {} })
  faults.inject({ type: 'stalledLedgers', match: { forMs: 1_000 } })

  // A timer that rings a little early, and a clock that goes on from look to look.
  setReadings([999, 1_000, 1_001])
  fire()
  fire()
  expect(ended).toEqual(['stalledLedgers'])
  expect(faults.list()).toEqual([])
  faults.close()
})

test('error: what would be one fault too many, steps to come included, is refused and does nothing', () => {
  const { clock } = createTickingClock()
  const effects = { begin: () => {}, end: () => {}, happen: () => {} }
  const faults = createFaults({ seed: 'a', clock, latestLedger: () => 1, effects, onChange: () => {} })
  const fault = { type: 'stalledLedgers' } as const
  const scenario = faults.play(Array.from({ length: 9_999 }, () => ({ atLedger: 5, fault })))
  const first = faults.inject(fault)
  expect(() => faults.inject(fault)).toThrow(/^There cannot be more than 10000 faults/)
  expect(() => faults.play([{ atLedger: 5, fault }])).toThrow(/^There cannot be more/)
  expect(faults.list()).toHaveLength(1)
  first.remove()
  faults.inject(fault)
  scenario.remove()
  faults.play([{ atLedger: 5, fault }])
  faults.close()
})

/** A clock that shows what it is told to, one reading a look, and whose last timer rings on demand. */
function createTickingClock() {
  let readings = [0]
  let ring: (() => void) | undefined
  const clock: Clock = {
    now: () => (readings.length > 1 ? readings.shift() : readings[0]) ?? 0,
    setTimer: (run) => {
      ring = run
      return () => {
        ring = undefined
      }
    },
  }
  const fire = (): void => {
    const run = ring
    ring = undefined
    run?.()
  }
  const setReadings = (next: readonly number[]): void => {
    readings = [...next]
  }
  return { clock, fire, setReadings }
}
