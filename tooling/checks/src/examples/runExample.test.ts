import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runExample } from './runExample.ts'

test('behavior: an example passes when it ends with 0, and fails when it throws or does not end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'example-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const run = (text: string, timeoutMs?: number) => {
    writeFileSync(join(folder, 'a.mts'), text)
    return runExample(join(folder, 'a.mts'), folder, timeoutMs)
  }
  expect(await run('const a: number = 1; console.log(a)')).toEqual({ ok: true, output: '1\n' })
  expect(await run("throw new Error('no')")).toMatchObject({ ok: false, output: expect.stringContaining('no') })
  expect(await run('setInterval(() => {}, 1000)', 500)).toMatchObject({
    ok: false,
    output: expect.stringContaining('500 ms'),
  })
})
