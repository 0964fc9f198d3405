import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const TIMEOUT_MS = 300_000

/**
 * What is not on PATH.
 *
 * @param {readonly string[]} programs
 * @param {string} path
 */
export function missingPrograms(programs, path) {
  const has = (/** @type {string} */ file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  }
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return programs.filter((program) => !folders.some((folder) => has(join(folder, program))))
}

/**
 * Installs what is started and npm does not bring, where that needs nobody's leave: as root, with apt-get. Elsewhere, and without a network, who needs it
 * says that it is not there.
 *
 * @param {readonly string[]} programs - Each has the name of its package.
 */
export function ensureDebianPackages(programs) {
  const path = process.env['PATH'] ?? ''
  const missing = missingPrograms(programs, path)
  if (missing.length === 0 || process.getuid?.() !== 0 || missingPrograms(['apt-get'], path).length > 0) return
  process.stderr.write(`· installing ${missing.join(' and ')} from Debian\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (/** @type {readonly string[]} */ argv) =>
    spawnSync('apt-get', [...argv], { env, stdio: 'ignore', timeout: TIMEOUT_MS }).status === 0
  if (run(['update', '-q']) && run(['install', '-y', '-q', '--no-install-recommends', ...missing])) return
  process.stderr.write(`· ${missing.join(' and ')} could not be installed\n`)
}
