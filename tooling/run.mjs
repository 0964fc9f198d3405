// Plain JavaScript, only node: imports: it runs on Node 20 before anything is installed.
import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const [, , job, ...args] = process.argv
process.env.PATH = [join(root, '.toolchain/node_modules/.bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
for (const key of Object.keys(process.env)) if (/^npm_(config|package|lifecycle)_/i.test(key)) delete process.env[key]
if (job === 'toolchain') process.exit(spawnSync(args[0], args.slice(1), { stdio: 'inherit' }).status ?? 1)
