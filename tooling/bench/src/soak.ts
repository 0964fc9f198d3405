import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Bad input: one line says what to write. */
const EXIT_BAD_INPUT = 2

const root = join(import.meta.dirname, '../../..')
const files = globSync('packages/*/soak/*.ts', { cwd: root }).sort()
const [name, ...args] = process.argv.slice(2)
const chosen = files.filter((file) => basename(file, '.ts') === name)

if (chosen.length === 0) {
  const names = files.map((file) => basename(file, '.ts')).join(', ')
  process.stderr.write(
    `${name === undefined ? 'Say which' : `There is no long form '${name}'`}. There are: ${names}.\n`,
  )
  process.exitCode = EXIT_BAD_INPUT
}
for (const file of chosen) {
  const code = await runFile(file)
  if (code !== 0) process.exitCode = code
}

/** In a process of its own, which says by itself what it found, and fails by its exit code. */
function runFile(file: string): Promise<number> {
  const child = spawn('node', ['--conditions', '@sdex/source', join(root, file), ...args], { stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, forward)
  return new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
