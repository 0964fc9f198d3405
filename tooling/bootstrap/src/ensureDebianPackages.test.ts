import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { missingPrograms } from './ensureDebianPackages.mjs'

test('behavior: only what is on no folder of PATH, or cannot be run, is missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'path-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['there', 'data']) writeFileSync(join(folder, name), '')
  chmodSync(join(folder, 'there'), 0o755)
  chmodSync(join(folder, 'data'), 0o644)
  const path = ['', join(folder, 'nowhere'), folder].join(delimiter)
  expect(missingPrograms(['there', 'data', 'gone'], path)).toEqual(['data', 'gone'])
  expect(missingPrograms(['there'], '')).toEqual(['there'])
})
