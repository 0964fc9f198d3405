import { spawnSync } from 'node:child_process'
import { root } from './root.mjs'

/**
 * Runs a step in silence. When it fails, shows what it printed and leaves with its exit code.
 *
 * @param {string} what
 * @param {string} command
 * @param {readonly string[]} argv
 * @param {(output: string) => string | undefined} [explain] one line to show instead of the output, where the cause is known
 */
export function must(what, command, argv, explain) {
  const done = spawnSync(command, [...argv], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (!done.error && done.status === 0) return
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}`
  const reason = done.error?.message ?? (done.signal ? `stopped by ${done.signal}` : `exit ${done.status}`)
  process.stderr.write(explain?.(output) ?? `${output}\n✗ ${what} failed (${reason})\n`)
  process.exit(done.status || 1)
}
