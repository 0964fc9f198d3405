import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createOutput } from './output.ts'

const secret = `S${'A'.repeat(55)}`

test('behavior: the JSON report has stdout to itself', async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const output = createOutput({ stdout, stderr, jsonOnly: true, onClosed: () => undefined })
  output.line('news')
  output.json({ fills: 1 })
  await output.flush()
  expect(String(stdout.read())).toBe('{"fills":1}\n')
  expect(String(stderr.read())).toBe('news\n')
})

test('behavior: a reader that leaves is told once, and later lines are dropped', async () => {
  let closed = 0
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
  const output = createOutput({ stdout, stderr: new PassThrough(), jsonOnly: false, onClosed: () => (closed += 1) })
  output.line('one')
  await new Promise((resolve) => stdout.once('close', resolve))
  output.line('two')
  await output.flush()
  expect(closed).toBe(1)
})

test('behavior: a secret key never reaches a line', () => {
  const stdout = new PassThrough()
  const output = createOutput({ stdout, stderr: new PassThrough(), jsonOnly: false, onClosed: () => undefined })
  output.line(`cannot read ${secret}: gone`)
  expect(String(stdout.read())).toMatch(/^cannot read S….*: gone\n$/)
})
