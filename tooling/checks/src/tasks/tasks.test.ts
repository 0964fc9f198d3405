import { expect, test } from 'vitest'
import { closingLine, countResult } from './countResults.ts'
import type { TaskResult } from './runTask.ts'
import { runTask } from './runTask.ts'
import { runTasks } from './runTasks.ts'
import { type Task, taskList } from './taskList.ts'

const task = (name: string, build: Task['build'] = 'not needed'): Task => ({
  name,
  command: ['true'],
  kind: 'check',
  build,
})
const result = (of: Task, ok = true): TaskResult => ({ task: of, ok, output: '', seconds: 0 })

test('behavior: what needs the build waits for it, and never more than two run at once', async () => {
  const log: string[] = []
  let atOnce = 0
  const run = async (one: Task): Promise<TaskResult> => {
    atOnce += 1
    expect(atOnce).toBeLessThanOrEqual(2)
    log.push(`start ${one.name}`)
    await new Promise((resolve) => setImmediate(resolve))
    atOnce -= 1
    log.push(`end ${one.name}`)
    return result(one)
  }
  await runTasks([task('build'), task('lint', 'needed'), task('types'), task('unused')], run, () => {})
  expect(log.indexOf('start lint')).toBeGreaterThan(log.indexOf('end build'))
  expect(log).toHaveLength(8)
})

test('behavior: a failed build fails what needs it, and runs the rest', async () => {
  const run = async (one: Task): Promise<TaskResult> => result(one, one.name !== 'build')
  const results = await runTasks(
    [task('build'), task('lint', 'needed'), task('tests', 'after'), task('types')],
    run,
    () => {},
  )
  expect(results.map(({ task: { name }, ok }) => [name, ok])).toEqual(
    expect.arrayContaining([
      ['build', false],
      ['lint', false],
      ['tests', true],
      ['types', true],
    ]),
  )
})

test('behavior: the last line adds up test runs, and a failed check or a dead runner counts as a failure', () => {
  const tests = { task: { kind: 'test' } }
  const counts = [
    countResult({ ...tests, ok: true, output: 'x\n\n10 passed, 0 failed, 2 skipped\n' }),
    countResult({ ...tests, ok: false, output: '\n3 passed, 2 failed\n' }),
    countResult({ ...tests, ok: false, output: 'ERROR: coverage\n\n4 passed, 0 failed\n' }),
    countResult({ ...tests, ok: false, output: 'Segmentation fault' }),
    countResult({ task: { kind: 'check' }, ok: false, output: '7 passed, 0 failed' }),
    countResult({ task: { kind: 'check' }, ok: true, output: '' }),
  ]
  expect(closingLine(counts)).toBe('17 passed, 5 failed, 2 skipped')
  expect(closingLine([])).toBe('0 passed, 0 failed')
})

test('behavior: a task keeps its output, and one that cannot be started is a failure', async () => {
  const said = await runTask({ ...task('x'), command: ['sh', '-c', 'echo out; echo err >&2; exit 3'] }, process.cwd())
  expect(said).toMatchObject({ ok: false, output: expect.stringContaining('err') })
  expect(await runTask({ ...task('x'), command: ['no-such-command'] }, process.cwd())).toMatchObject({ ok: false })
})

test('behavior: what reads every file of the workspace waits for the build, which has files of its own there while it runs', () => {
  const early = taskList(process.cwd()).filter(({ build }) => build === 'not needed')
  expect(early.map(({ name }) => name)).toEqual(['build', 'types', 'versions', 'manifests', 'changeset'])
})
