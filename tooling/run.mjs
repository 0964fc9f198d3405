// Plain JavaScript, only node: imports: it runs on Node 20 before anything is installed. Every root script goes through it,
// or it would run on the machine's Node instead of the one that the packages need.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDebianPackages } from './bootstrap/src/ensureDebianPackages.mjs'
import { ensureInstalled } from './bootstrap/src/ensureInstalled.mjs'
import { ensureToolchain } from './bootstrap/src/ensureToolchain.mjs'
import { must } from './bootstrap/src/must.mjs'
import { root } from './bootstrap/src/root.mjs'
import { runForwardingSignals } from './bootstrap/src/runForwardingSignals.mjs'

const [, , job = '', ...args] = process.argv

/**
 * What a job needs built, and the program it then becomes.
 *
 * @type {Record<string, { name: string, build: string, entry: string }>}
 */
const programs = {
  start: { name: 'The bot', build: '@sdex/bot...', entry: 'apps/bot/dist/main.js' },
  bot: { name: 'The bot', build: '@sdex/bot...', entry: 'apps/bot/dist/main.js' },
  devnet: { name: "devnet's command", build: '@sdex/devnet...', entry: 'packages/devnet/dist/cli.js' },
}
/**
 * Their subject does not exist yet.
 *
 * @type {Record<string, string>}
 */
const later = {
  docs: 'There is no documentation site yet',
  dashboard: 'There is no dashboard yet',
}

const missing = later[job]
if (missing) {
  process.stderr.write(`${missing}.\n`)
  process.exit(2)
}

ensureToolchain()
if (job === 'toolchain') {
  const [command = 'node', ...rest] = args
  // No must(): the command speaks for itself, in its own words and with its own exit code.
  process.exit(spawnSync(command, rest, { stdio: 'inherit' }).status ?? 1)
}

ensureInstalled()
const program = programs[job]
if (program) {
  const { name, build, entry } = program
  must('the build', 'turbo', ['run', 'build', `--filter=${build}`, '--output-logs=errors-only'])
  if (!existsSync(join(root, entry))) {
    process.stderr.write(`${name} does not exist yet: nothing built ${entry}.\n`)
    process.exit(2)
  }
  // The folder stays the caller's (INIT_CWD where npm moved it), so that a relative path in `args` means what it says.
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  process.exitCode = await runForwardingSignals('node', ['--enable-source-maps', join(root, entry), ...args], { cwd })
} else if (job === 'build') {
  process.exitCode = await runForwardingSignals('turbo', ['run', 'build', '--output-logs=errors-only', ...args], {
    cwd: root,
  })
} else if (job === 'check' || job === 'test') {
  if (job === 'test' && (args.length === 0 || args.includes('tests') || args.includes('benchmarks')))
    ensureDebianPackages(['chromium', 'redis-server'])
  const argv = [join(root, 'tooling/checks/src/main.ts'), job, ...args]
  process.exitCode = await runForwardingSignals('node', argv, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
} else if (job === 'bench' || job === 'soak') {
  ensureDebianPackages(['redis-server'])
  const argv = [join(root, 'tooling/bench/src', job === 'bench' ? 'main.ts' : 'soak.ts'), ...args]
  process.exitCode = await runForwardingSignals('node', argv, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
} else if (job === 'accept-api') {
  must('the build', 'turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'])
  process.exitCode = await runForwardingSignals('node', [join(root, 'tooling/checks/src/acceptApi.ts')], { cwd: root })
} else {
  process.stderr.write(`There is no job '${job}'.\n`)
  process.exit(1)
}
