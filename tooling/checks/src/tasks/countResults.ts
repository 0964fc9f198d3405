import { stripVTControlCharacters } from 'node:util'
import type { TaskResult } from './runTask.ts'

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

const closing = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm

/** What one task adds to the last line: a test run its tests, a check nothing, and each failed task at least one failure. */
export function countResult({
  task,
  ok,
  output,
}: Pick<TaskResult, 'ok' | 'output'> & { task: { kind: string } }): Counts {
  const line = task.kind === 'test' ? [...stripVTControlCharacters(output).matchAll(closing)].at(-1) : undefined
  const [passed, failed, skipped] = [1, 2, 3].map((index) => Number(line?.[index] ?? 0))
  // No line: the runner died. No failure in it, yet not ok: a threshold was missed.
  return { passed: passed ?? 0, failed: ok ? (failed ?? 0) : Math.max(1, failed ?? 0), skipped: skipped ?? 0 }
}

/** The last line of `npm test`. */
export function closingLine(all: readonly Counts[]): string {
  const sum = (key: keyof Counts): number => all.reduce((total, counts) => total + counts[key], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`
}
