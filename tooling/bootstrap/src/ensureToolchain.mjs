import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { must } from './must.mjs'
import { root, toolchain } from './root.mjs'

const nodeVersion = '24.21.0'
const pnpmVersion = '12.21.0'

/** Whether every tool runs on this Node. @param {string} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (major === 22 && minor >= 19) || (major === 24 && minor >= 11) || major >= 26
}

/** The npm package that carries Node for this platform. */
function nodePackage() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}

/** One line instead of npm's page, where npm has no Node for this platform. @param {string} output */
export function explainMissingNode(output) {
  if (!/\b(E404|ETARGET|EBADPLATFORM)\b/.test(output) || !output.includes(nodePackage())) return undefined
  return `✗ sdex needs Node 22.19, 24.11, 26 or newer; npm has none for ${process.platform}-${process.arch}: install Node ${nodeVersion} and run this again.\n`
}

/** Puts a fit Node and pnpm first on PATH; installs into `.toolchain/` what the machine lacks. */
export function ensureToolchain() {
  // A nested call runs on the toolchain's Node: were that taken for the machine's, the folder would be emptied under our feet.
  const own = isNewEnough(process.versions.node) && !realpathSync(process.execPath).startsWith(toolchain)
  const wanted = [`pnpm@${pnpmVersion}`, ...(own ? [] : [`${nodePackage()}@${nodeVersion}`])]
  const stamp = join(toolchain, 'stamp')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted.join(' ')) {
    process.stderr.write(`· installing ${wanted.join(' and ')} into .toolchain/\n`)
    rmSync(toolchain, { recursive: true, force: true })
    mkdirSync(toolchain)
    writeFileSync(join(toolchain, 'package.json'), '{"private":true}\n') // else npm uses the root's
    // --ignore-scripts=false: pnpm's own script links its binary.
    const flags = [
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--ignore-scripts=false',
    ]
    const argv = ['install', '--prefix', toolchain, ...flags, ...wanted]
    const npm = process.env['npm_execpath']
    must('installing the toolchain', npm ? process.execPath : 'npm', npm ? [npm, ...argv] : argv, explainMissingNode)
    writeFileSync(stamp, wanted.join(' ')) // last: an interrupted install is done again
  }
  // First on PATH: every shebang, pnpm shim, turbo task and vitest worker gets this Node.
  process.env['PATH'] = [
    join(toolchain, 'node_modules', '.bin'),
    ...(own ? [dirname(process.execPath)] : []),
    join(root, 'node_modules', '.bin'),
    process.env['PATH'],
  ].join(delimiter)
  // npm's settings would leak into pnpm.
  for (const key of Object.keys(process.env)) if (/^npm_(config|package|lifecycle)_/i.test(key)) delete process.env[key]
  process.env['TOOLCHAIN_NODE'] = own ? process.versions.node : nodeVersion
  process.env['TURBO_TELEMETRY_DISABLED'] = '1'
  process.env['DO_NOT_TRACK'] = '1'
}
