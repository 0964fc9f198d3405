import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { entryFiles, members } from '../workspace/members.ts'
import { importRules } from './importRules.ts'

export type Cruise = {
  /** `rule: from → to`, sorted. */
  readonly violations: readonly string[]
  /** Every file that was read, from the root. */
  readonly files: readonly string[]
}

/** Reads every module of the workspace at `root` and holds its imports against the rules. */
export async function cruiseImports(root: string): Promise<Cruise> {
  const all = members(root)
  const packages = all.flatMap(({ folder }) =>
    folder.startsWith('packages/') ? [folder.slice('packages/'.length)] : [],
  )
  const { output } = await cruise(
    ['packages', 'apps', 'tooling', 'examples'].filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: importRules(packages, all.flatMap(entryFiles)) },
      doNotFollow: { path: ['node_modules'] },
      exclude: { path: ['(^|/)dist/', '(^|/)node_modules/.*/node_modules/'] },
      tsPreCompilationDeps: true, // sees `import type` too
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['@sdex/source', 'import', 'node', 'default', 'types'],
        extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      },
    },
  )
  if (typeof output === 'string') throw new Error(output)
  return {
    violations: output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort(),
    files: output.modules.flatMap(({ source }) => (source.includes('node_modules/') ? [] : [source])),
  }
}
