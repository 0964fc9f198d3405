import { globSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace/root.ts'
import { runExample } from './runExample.ts'

let failed = 0
const files = globSync('examples/*.ts', { cwd: root }).sort()
for (const file of files) {
  const { ok, output } = await runExample(join(root, file), root)
  if (ok) continue
  failed += 1
  process.stdout.write(`${file} failed:\n${output}\n`)
}
process.stdout.write(`\n${files.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
