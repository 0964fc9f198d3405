import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What publint and attw find in a tarball; empty when nothing. */
export async function checkTarball(tarball: string): Promise<string[]> {
  const tools: [string, ...string[]][] = [
    ['publint', 'run', tarball, '--strict'],
    // Every package is ESM only: attw must not ask for CommonJS.
    ['attw', tarball, '--profile', 'esm-only', '--no-emoji'],
  ]
  const problems: string[] = []
  for (const [command, ...argv] of tools) {
    try {
      await run(command, argv)
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      problems.push(`${command}: ${`${stdout}${stderr}`.trimEnd() || String(error)}`)
    }
  }
  return problems
}
