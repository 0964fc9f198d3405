import { mock } from 'node:test'

/** Held before it is faked. */
const { setImmediate: nextTurn } = globalThis
const TURNS = 3

/** Time that passes only when told: the clock port, Bottleneck's timers and `Date` alike. */
export type FakeTime = Disposable & {
  /** Lets time pass a step at a time, and everything settle after each. */
  pass(ms: number, stepMs: number): Promise<void>
}

export function fakeTime(): FakeTime {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_000_000 })
  return {
    pass: async (ms, stepMs) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        mock.timers.tick(stepMs)
        for (let turn = 0; turn < TURNS; turn += 1) await new Promise<void>((resolve) => nextTurn(resolve))
      }
    },
    [Symbol.dispose]: () => mock.timers.reset(),
  }
}
