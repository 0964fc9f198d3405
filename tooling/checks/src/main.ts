import { closingLine, countResult } from './tasks/countResults.ts'
import { runTask, stopTasks } from './tasks/runTask.ts'
import { runTasks } from './tasks/runTasks.ts'
import { taskList } from './tasks/taskList.ts'
import { root } from './workspace/root.ts'

const [job, ...names] = process.argv.slice(2)
const possible = taskList(root)
const unknown = names.filter((name) => !possible.some((task) => task.name === name))
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}; there are ${possible.map(({ name }) => name).join(', ')}.\n`)
  process.exit(1)
}
const chosen = possible.filter(({ name, kind }) =>
  names.length > 0 ? names.includes(name) : job === 'test' || kind === 'check',
)
const tasks = possible.filter(
  (task) => chosen.includes(task) || (task.name === 'build' && chosen.some(({ build }) => build !== 'not needed')),
)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopTasks()
    process.exit(130)
  })
}

const results = await runTasks(
  tasks,
  (task) => runTask(task, root),
  ({ task, ok, output, seconds }) => {
    const text = ok ? '' : `\n${output.trimEnd()}\n\n`
    process.stdout.write(`${ok ? '✓' : '✗'} ${task.name} (${seconds.toFixed(1)} s)${text}\n`)
    // Not a failure, yet not a pass either: it has to be seen.
    for (const [line] of ok ? output.matchAll(/^not checked: .*$/gm) : []) process.stdout.write(`  ${line}\n`)
  },
)
const failed = results.filter(({ ok }) => !ok).map(({ task }) => task.name)
if (failed.length > 0) process.stdout.write(`\n✗ failed: ${failed.join(', ')}\n`)
process.stdout.write(`\n${closingLine(results.map(countResult))}\n`)
process.exitCode = failed.length > 0 ? 1 : 0
