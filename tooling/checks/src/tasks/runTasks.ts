import type { TaskResult } from './runTask.ts'
import type { Task } from './taskList.ts'

/** Two: the machine that this is meant for has two cores. */
const lanes = 2

/**
 * Runs the tasks, two at a time, each as soon as what it needs is there.
 *
 * @param run - Runs one task; never rejects.
 * @param ended - Told of each task when it ends. A task whose build failed ends at once, as failed.
 */
export async function runTasks(
  tasks: readonly Task[],
  run: (task: Task) => Promise<TaskResult>,
  ended: (result: TaskResult) => void,
): Promise<TaskResult[]> {
  const waiting = [...tasks]
  const results: TaskResult[] = []
  const underWay = new Set<Promise<void>>()
  const buildResult = (): TaskResult | undefined => results.find(({ task }) => task.name === 'build')
  const building = tasks.some(({ name }) => name === 'build')

  const end = (result: TaskResult): void => {
    results.push(result)
    ended(result)
  }
  while (waiting.length > 0 || underWay.size > 0) {
    const index = waiting.findIndex(({ build }) => build === 'not needed' || !building || buildResult())
    const task = underWay.size < lanes && index >= 0 ? waiting.splice(index, 1)[0] : undefined
    if (!task) await Promise.race(underWay)
    else if (task.build === 'needed' && buildResult()?.ok === false)
      end({ task, ok: false, output: 'not run: the build failed\n', seconds: 0 })
    else {
      const done: Promise<void> = run(task).then((result) => {
        underWay.delete(done)
        end(result)
      })
      underWay.add(done)
    }
  }
  return results
}
