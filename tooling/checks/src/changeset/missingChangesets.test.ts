import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { missingChangesets } from './missingChangesets.ts'

let root: string
let repository: string

function git(...argv: string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...identity, ...argv], { cwd: repository, stdio: 'ignore' })
}
function commit(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, file)), { recursive: true })
    writeFileSync(join(repository, file), text)
  }
  git('add', '-A')
  git('commit', '-m', 'x')
}
const manifest = (version: string): string => `${JSON.stringify({ name: '@x/p', version }, null, 2)}\n`
const report = 'packages/p/etc/p.api.md'

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'changeset-'))
  repository = join(root, 'origin')
  mkdirSync(repository)
  onTestFinished(() => rmSync(root, { recursive: true }))
  git('init', '-b', 'main')
  commit({ 'packages/p/package.json': manifest('1.0.0'), [report]: 'a(): string' })
})

test('behavior: a report that changed since the last version asks for a changeset that names its package', () => {
  expect(missingChangesets(repository)).toEqual({ problems: [] })
  writeFileSync(join(repository, report), 'a(): number')
  const { problems } = missingChangesets(repository) as { problems: string[] }
  expect(problems).toEqual([expect.stringMatching(/^packages\/p\/etc\/p\.api\.md changed .* @x\/p$/)])
  commit({})
  expect(missingChangesets(repository)).toEqual({ problems }) // committing alone does not announce it
  commit({
    '.changeset/README.md': '---\n"@x/p": minor\n---\n',
    '.changeset/other.md': '---\n"@x/q": minor\n---\n\nText.\n',
  })
  expect(missingChangesets(repository)).toEqual({ problems })
  commit({ '.changeset/brave-fox.md': '---\n"@x/p": minor\n---\n\nA number now.\n' })
  expect(missingChangesets(repository)).toEqual({ problems: [] })
})

test('behavior: a version takes the changes along, and a manifest changed elsewhere does not', () => {
  commit({ 'packages/p/package.json': manifest('1.1.0'), [report]: 'a(): number' })
  expect(missingChangesets(repository)).toEqual({ problems: [] })
  commit({ [report]: 'a(): bigint', 'packages/p/package.json': manifest('1.1.0').replace('}', ', "license": "MIT"}') })
  expect(missingChangesets(repository)).toMatchObject({ problems: [expect.stringContaining(report)] })
})

test('behavior: new and removed reports count as changes', () => {
  commit({ 'packages/p/etc/p.testing.api.md': 'b' })
  expect(missingChangesets(repository)).toMatchObject({ problems: [expect.stringContaining('p.testing.api.md')] })
  git('rm', 'packages/p/etc/p.testing.api.md', report)
  expect(missingChangesets(repository)).toMatchObject({ problems: [expect.stringContaining(report)] })
})

test('behavior: a full clone is checked, a shallow one says that it cannot be', () => {
  commit({ [report]: 'a(): number' })
  git('clone', repository, '../full')
  git('clone', '--depth', '1', `file://${repository}`, '../shallow')
  expect(missingChangesets(join(root, 'full'))).toMatchObject({ problems: [expect.stringContaining(report)] })
  expect(missingChangesets(join(root, 'shallow'))).toEqual({ unknown: expect.stringContaining('shallow') })
})

test('behavior: a folder without a history says that it cannot be checked', () => {
  rmSync(join(repository, '.git'), { recursive: true })
  expect(missingChangesets(repository)).toEqual({ unknown: expect.stringContaining('git') })
})
