import type { IRegularForbiddenRuleType } from 'dependency-cruiser'
import { importTable, nodeOnly, pure, testImports } from './importTable.ts'

const tests = '([.](test|test-d|bench)[.]tsx?$|^[^/]+/[^/]+/test/)'
const npm = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'] as const

function rule(
  name: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IRegularForbiddenRuleType {
  return { name, severity: 'error', from, to }
}

/** The paths of ours that `name` may not import, given what it may. */
function others(name: string, allowed: readonly string[]): string {
  return `^(apps|examples|tooling)/|^packages/(?!(${[name, ...allowed].join('|')})/)`
}

function rowRules(name: string): IRegularForbiddenRuleType[] {
  const { imports, types = [] } = importTable[name] ?? { imports: [] }
  const source = { path: `^packages/${name}/src/`, pathNot: tests }
  const beyond = others(name, [...imports, ...types])
  return [
    rule(`${name}-imports-its-row`, source, { path: beyond }),
    ...types.map((type) =>
      rule(`${name}-imports-types-only-of-${type}`, source, {
        path: `^packages/${type}/`,
        dependencyTypesNot: ['type-only'],
      }),
    ),
    rule(
      `${name}-tests-import-their-row`,
      { path: `^packages/${name}/(test/|src/.*[.](test|test-d|bench)[.]tsx?$)` },
      { path: others(name, testImports(name)) },
    ),
  ]
}

/**
 * Every rule on imports.
 *
 * @param packages - Names of the folders in `packages/`; one that the table does not know may import none of ours.
 * @param entries - The files that other packages may import, from the root.
 */
export function importRules(packages: readonly string[], entries: readonly string[]): IRegularForbiddenRuleType[] {
  const escaped = entries.map((entry) => entry.replaceAll('.', '[.]'))
  const anySource = { path: '^(packages|apps)/[^/]+/src/', pathNot: tests }
  return [
    rule('no-cycle', {}, { circular: true }),
    rule('no-unresolvable', {}, { couldNotResolve: true }),
    rule('no-undeclared', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    rule('no-dev-dependency-in-source', anySource, {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['npm', 'npm-peer'],
    }),
    rule('no-test-in-source', anySource, { path: tests }),
    rule(
      'testkit-in-tests-only',
      { path: '^(packages/(?!testkit/)|apps/|examples/)', pathNot: tests },
      { path: '^packages/testkit/' },
    ),
    rule(
      'no-deep-import',
      { path: '^([^/]+/[^/]+)/' },
      { path: '^packages/', pathNot: ['^$1/', ...escaped.map((entry) => `^${entry}$`)] },
    ),
    rule('no-import-of-an-app', { path: '^(examples|apps/([^/]+))/' }, { path: '^apps/', pathNot: '^apps/$2/' }),
    rule(
      'pure-packages-import-no-library',
      { path: `^packages/(${pure.join('|')})/src/`, pathNot: tests },
      { dependencyTypes: [...npm] },
    ),
    rule(
      'runs-in-a-browser',
      { path: `^packages/(?!(${nodeOnly.join('|')})/)[^/]+/src/`, pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    ...[...new Set([...Object.keys(importTable), ...packages])].flatMap(rowRules),
  ]
}
