import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicPackages } from '../workspace/members.ts'
import { reportProblems } from '../workspace/reportProblems.ts'
import { root } from '../workspace/root.ts'
import { checkTarball } from './checkTarball.ts'
import { packPackage } from './packPackage.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
const problems: string[] = []
const packages = publicPackages(root)
try {
  for (const member of packages) {
    const found = await checkTarball(await packPackage(join(root, member.folder), folder))
    problems.push(...found.map((problem) => `${member.folder}: ${problem}`))
  }
} finally {
  rmSync(folder, { recursive: true })
}
reportProblems(problems, `${packages.length} packages`)
