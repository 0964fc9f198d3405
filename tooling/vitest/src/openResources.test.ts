import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { watchResources } from './openResources.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('behavior: names a timer that is left, with its line, and forgets it when it is cleared', async () => {
  const resources = watchResources()
  onTestFinished(resources.stop)
  const timer = setTimeout(() => {}, 60_000)
  expect(resources.open()).toEqual([expect.stringMatching(/^Timeout .*openResources\.test\.ts/)])
  clearTimeout(timer)
  await turn()
  expect(resources.open()).toEqual([])
})

test('behavior: a timer that does not keep the process alive is none left open', () => {
  const resources = watchResources()
  onTestFinished(resources.stop)
  const timer = setTimeout(() => {}, 60_000).unref()
  onTestFinished(() => clearTimeout(timer))
  expect(resources.open()).toEqual([])
})

test('behavior: names a server that is left, and forgets it when it has closed', async () => {
  const resources = watchResources()
  onTestFinished(resources.stop)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  expect(resources.open()).toEqual([expect.stringMatching(/^TCPSERVERWRAP/)])
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await turn()
  expect(resources.open()).toEqual([])
})
