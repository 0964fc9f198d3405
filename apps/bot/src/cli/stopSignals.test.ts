import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { listenForStop } from './stopSignals.ts'

function setUp() {
  const source = new EventEmitter()
  const clock = { nowMs: 0 }
  const seen = { second: 0 }
  const signals = listenForStop(
    source,
    () => (seen.second += 1),
    () => clock.nowMs,
  )
  return { source, clock, seen, signals }
}

test('behavior: the first signal asks to stop, a later one to leave at once', () => {
  const { source, clock, seen, signals } = setUp()
  source.emit('SIGINT')
  expect(signals.requested.reason).toBe('SIGINT')
  clock.nowMs = 600
  source.emit('SIGINT')
  expect(seen.second).toBe(1)
})

test('behavior: one Ctrl-C that arrives three times, forwarded by npm, is one request', () => {
  const { source, clock, seen } = setUp()
  source.emit('SIGINT')
  clock.nowMs = 30
  source.emit('SIGINT')
  source.emit('SIGTERM')
  expect(seen.second).toBe(0)
})

test('behavior: a hang-up stops the bot as a termination does; close() stops listening', () => {
  const { source, signals } = setUp()
  source.emit('SIGHUP')
  expect(signals.requested.aborted).toBe(true)
  signals.close()
  expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM') + source.listenerCount('SIGHUP')).toBe(0)
})
