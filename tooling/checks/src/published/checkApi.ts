import { publicPackages } from '../workspace/members.ts'
import { reportProblems } from '../workspace/reportProblems.ts'
import { root } from '../workspace/root.ts'
import { extractApi } from './extractApi.ts'

const packages = publicPackages(root)
reportProblems(
  packages.flatMap((member) => extractApi(root, member, { accept: false })),
  `${packages.length} packages`,
)
