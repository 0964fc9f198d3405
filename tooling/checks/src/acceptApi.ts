import { extractApi } from './published/extractApi.ts'
import { publicPackages } from './workspace/members.ts'
import { reportProblems } from './workspace/reportProblems.ts'
import { root } from './workspace/root.ts'

// Names narrow it: npm run api:accept -- order-book
const names = process.argv.slice(2)
const packages = publicPackages(root).filter(
  ({ folder }) => names.length === 0 || names.includes(folder.slice('packages/'.length)),
)
reportProblems(
  packages.flatMap((member) => extractApi(root, member, { accept: true })),
  `${packages.length} packages: reports renewed`,
)
