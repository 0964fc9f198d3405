import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { publicPackages } from '../workspace/members.ts'
import { reportProblems } from '../workspace/reportProblems.ts'
import { root } from '../workspace/root.ts'
import { bundleForBrowser } from './bundleForBrowser.ts'

/** Not for a browser, and why. Everything else has to be: take an entry out once its package is. */
const excluded: Readonly<Record<string, string>> = {
  'packages/devnet': 'a server',
}
/** Bytes that a page pays for a package, gzip, peers left out. */
const budgets: Readonly<Record<string, number>> = { 'packages/transport': 41_000 }
const peers = ['rxjs', '@stellar/stellar-sdk']

const problems: string[] = []
const sizes: string[] = []
for (const { folder } of publicPackages(root).filter((member) => !Object.hasOwn(excluded, member.folder))) {
  const entry = join(root, folder, 'dist/index.js')
  if (!existsSync(entry)) {
    problems.push(`${folder}: the build left no dist/index.js`)
    continue
  }
  const bundle = await bundleForBrowser(entry, peers)
  problems.push(...bundle.problems.map((problem) => `${folder}: ${problem}`))
  const budget = budgets[folder] ?? Number.POSITIVE_INFINITY
  if (bundle.gzipBytes > budget) problems.push(`${folder}: ${bundle.gzipBytes} bytes gzip, more than its ${budget}`)
  sizes.push(`${folder}: ${(bundle.gzipBytes / 1_000).toFixed(1)} kB gzip`)
}
reportProblems(problems, sizes.join('\n'))
