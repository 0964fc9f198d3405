import { execFileSync } from 'node:child_process'
import { reportProblems } from '../workspace/reportProblems.ts'
import { root } from '../workspace/root.ts'
import { cruiseImports } from './cruiseImports.ts'

const { violations, files } = await cruiseImports(root)
// A tool that reads nothing finds nothing: hold what it read against what git knows of, committed or not.
const argv = [
  'ls-files',
  '-z',
  '--cached',
  '--others',
  '--exclude-standard',
  '--',
  'packages',
  'apps',
  'tooling',
  'examples',
]
const read = new Set(files)
const unread = execFileSync('git', argv, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  .split('\0')
  .filter((file) => /[.](ts|tsx|mjs)$/.test(file) && !read.has(file))
  .map((file) => `not read: ${file}`)
reportProblems([...violations, ...unread], `${files.length} modules`)
