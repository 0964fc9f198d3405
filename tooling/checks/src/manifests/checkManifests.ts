import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicPackages } from '../workspace/members.ts'
import { reportProblems } from '../workspace/reportProblems.ts'
import { root } from '../workspace/root.ts'
import { manifestProblems } from './manifestProblems.ts'
import { readmeProblems } from './readmeProblems.ts'

const packages = publicPackages(root)
const read = (file: string): string | undefined =>
  file.startsWith('examples/') && existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined

reportProblems(
  [
    ...packages.flatMap(({ folder, manifest }) =>
      manifestProblems(manifest).map((problem) => `${folder}/package.json: ${problem}`),
    ),
    ...packages.flatMap(({ folder }) =>
      existsSync(join(root, folder, 'README.md')) ? [] : [`${folder}: has no README.md`],
    ),
    ...readmeProblems(readFileSync(join(root, 'README.md'), 'utf8'), read),
  ],
  `${packages.length} packages`,
)
