import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { watchResources } from './openResources.ts'

/** Handles go a few turns of the loop after close(), sockets when the other side has answered. */
const graceMs = 2_000
const pollMs = 20

let resources: ReturnType<typeof watchResources> | undefined

beforeAll(() => {
  resources = watchResources()
})

/** A test file that leaves a handle open fails, with the line that opened it. */
afterAll(async () => {
  const deadlineMs = performance.now() + graceMs
  // A timer of its own that does not count as open, because it is told not to keep the process alive.
  while (resources && resources.open().length > 0 && performance.now() < deadlineMs)
    await delay(pollMs, undefined, { ref: false })
  const left = resources?.open() ?? []
  resources?.stop()
  if (left.length > 0) throw new Error(`left open:\n${left.join('\n')}`)
})
