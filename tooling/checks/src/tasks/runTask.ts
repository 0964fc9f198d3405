import { type ChildProcess, spawn } from 'node:child_process'
import type { Task } from './taskList.ts'

export type TaskResult = {
  readonly task: Task
  readonly ok: boolean
  readonly output: string
  readonly seconds: number
}

const running = new Set<ChildProcess>()

/** Runs one task to its end and keeps what it prints. */
export function runTask(task: Task, root: string): Promise<TaskResult> {
  const startedMs = performance.now()
  const [command, ...argv] = task.command
  // A group of its own, so that stopTasks() reaches the workers too.
  const child = spawn(command, argv, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  running.add(child)
  let output = ''
  const keep = (text: string): void => {
    output += text
  }
  child.stdout.setEncoding('utf8').on('data', keep)
  child.stderr.setEncoding('utf8').on('data', keep)
  return new Promise((resolve) => {
    const end = (ok: boolean): void => {
      running.delete(child)
      resolve({ task, ok, output, seconds: (performance.now() - startedMs) / 1_000 })
    }
    child.once('error', (error) => {
      keep(`${command}: ${error.message}\n`)
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })
}

/** Ends every task under way, with the processes that it started. */
export function stopTasks(): void {
  for (const child of running) {
    if (child.pid === undefined) continue
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGTERM')
  }
}
