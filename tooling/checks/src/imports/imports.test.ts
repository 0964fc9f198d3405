import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { cruiseImports } from './cruiseImports.ts'
import { importRules } from './importRules.ts'
import { importTable } from './importTable.ts'
import { writeWorkspace } from './writeWorkspace.ts'

async function cruised(files: Record<string, string>) {
  const root = writeWorkspace(files)
  onTestFinished(() => rmSync(root, { recursive: true }))
  return cruiseImports(root)
}

/** File, what it says, and the rules that it breaks: together they break every rule there is. */
const broken: [file: string, text: string, ...rules: string[]][] = [
  ['packages/matching/src/cycleA.ts', "import './cycleB.ts'", 'no-cycle'],
  ['packages/matching/src/cycleB.ts', "import type { a } from './cycleA.ts'"], // a cycle is told of once
  ['packages/balances/src/a.ts', "import 'not-installed'", 'no-unresolvable'],
  ['packages/balances/src/b.ts', "import '@sdex/primitives/src/inner.ts'", 'no-unresolvable'],
  ['packages/balances/src/c.ts', "import 'undeclared'", 'no-undeclared'],
  ['packages/balances/src/d.ts', "import 'vitest'", 'no-dev-dependency-in-source'],
  ['packages/balances/src/e.ts', "import type { x } from 'vitest'", 'no-dev-dependency-in-source'],
  ['packages/balances/src/f.ts', "import './ok.test.ts'", 'no-test-in-source'],
  ['packages/balances/src/g.ts', "import '@sdex/testkit'", 'testkit-in-tests-only', 'balances-imports-its-row'],
  ['apps/bot/src/a.ts', "import '@sdex/testkit'", 'testkit-in-tests-only'],
  ['packages/balances/src/h.ts', "import '../../primitives/src/inner.ts'", 'no-deep-import'],
  ['apps/bot/src/b.ts', "import '../../../packages/balances/src/inner.ts'", 'no-deep-import'],
  ['packages/balances/src/deep.test.ts', "import '../../primitives/src/inner.ts'", 'no-deep-import'],
  ['apps/bot/src/c.ts', "import '../../dashboard/src/index.ts'", 'no-import-of-an-app'],
  ['examples/a.ts', "import '../apps/bot/src/index.ts'", 'no-import-of-an-app'],
  ['packages/primitives/src/a.ts', "import 'rxjs'", 'pure-packages-import-no-library'],
  ['packages/matching/src/a.ts', "import type { x } from 'rxjs'", 'pure-packages-import-no-library'],
  ['packages/primitives/src/b.ts', "import 'node:fs'", 'runs-in-a-browser'],
  ['packages/connector/src/a.ts', "import { x } from 'fs'", 'runs-in-a-browser'],
  ['packages/order-book/src/a.ts', "import type { x } from 'node:http'", 'runs-in-a-browser'],
  // A package that the table does not know may import none of ours.
  ['packages/novel/src/index.ts', "import '../../primitives/src/index.ts'", 'novel-imports-its-row'],
  // Upward, sideways, and to the side that must not share code.
  ['packages/primitives/src/c.ts', "import '@sdex/matching'", 'primitives-imports-its-row'],
  ['packages/matching/src/b.ts', "import '@sdex/connector'", 'matching-imports-its-row'],
  ['packages/rate-limit/src/a.ts', "import type { x } from '@sdex/transport'", 'rate-limit-imports-its-row'],
  ['packages/transport/src/a.ts', "import '@sdex/rate-limit'", 'transport-imports-its-row'],
  ['packages/transport/src/b.ts', "import '../../../apps/bot/src/index.ts'", 'transport-imports-its-row'],
  ['packages/ledger-feed/src/a.ts', "import '@sdex/order-book'", 'ledger-feed-imports-its-row'],
  ['packages/order-book/src/b.ts', "import '@sdex/balances'", 'order-book-imports-its-row'],
  ['packages/balances/src/i.ts', "import '@sdex/devnet'", 'balances-imports-its-row'],
  ['packages/order-lifecycle/src/a.ts', "import '@sdex/order-book'", 'order-lifecycle-imports-its-row'],
  ['packages/connector/src/b.ts', "import '@sdex/devnet'", 'connector-imports-its-row'],
  ['packages/telemetry/src/a.ts', "import '@sdex/matching'", 'telemetry-imports-its-row'],
  ['packages/devnet/src/a.ts', "import '@sdex/transport'", 'devnet-imports-its-row'],
  ['packages/devnet/src/b.ts', "import type { x } from '@sdex/order-book'", 'devnet-imports-its-row'],
  ['packages/testkit/src/a.ts', "import '@sdex/matching'", 'testkit-imports-its-row'],
  // Types are free where the table says so, values are not.
  ['packages/ledger-feed/src/b.ts', "import '@sdex/transport'", 'ledger-feed-imports-types-only-of-transport'],
  ...['order-book', 'balances', 'order-lifecycle'].flatMap((name): [string, string, string][] => [
    [`packages/${name}/src/v.ts`, "import { x } from '@sdex/transport'", `${name}-imports-types-only-of-transport`],
    [`packages/${name}/src/w.ts`, "import { x } from '@sdex/ledger-feed'", `${name}-imports-types-only-of-ledger-feed`],
  ]),
  // Tests have a row too.
  ['packages/primitives/src/a.test.ts', "import '@sdex/testkit'", 'primitives-tests-import-their-row'],
  ['packages/matching/src/a.test.ts', "import '@sdex/devnet'", 'matching-tests-import-their-row'],
  ['packages/testkit/src/a.test.ts', "import '@sdex/connector'", 'testkit-tests-import-their-row'],
  ['packages/devnet/test/a.devnet.test.ts', "import '@sdex/transport'", 'devnet-tests-import-their-row'],
  ['packages/novel/src/a.test.ts', "import '../../matching/src/index.ts'", 'novel-tests-import-their-row'],
  ...['rate-limit', 'transport', 'ledger-feed', 'order-book', 'balances', 'order-lifecycle', 'telemetry'].map(
    (name): [string, string, string] => [
      `packages/${name}/src/z.test.ts`,
      "import '@sdex/connector'",
      `${name}-tests-import-their-row`,
    ],
  ),
  ['packages/connector/src/z.test.ts', "import '@sdex/telemetry'", 'connector-tests-import-their-row'],
]

test('behavior: each rule fires on a file that breaks it, and there is such a file for each', async () => {
  const files = {
    ...Object.fromEntries(broken),
    'packages/novel/package.json': '{"name":"@sdex/novel","type":"module"}',
    'packages/balances/src/ok.test.ts': 'export const ok = 1',
  }
  const { violations } = await cruised(files)
  const wanted = broken.flatMap(([file, , ...rules]) => rules.map((rule) => `${rule}: ${file} →`))
  expect(wanted.filter((start) => !violations.some((line) => line.startsWith(start)))).toEqual([])
  const fired = new Set(violations.map((line) => line.split(':')[0]))
  const all = importRules([...Object.keys(importTable), 'novel'], []).map(({ name }) => name)
  expect(all.filter((name) => !fired.has(name))).toEqual([])
})

test('behavior: what the table allows passes, and every file is read', async () => {
  const files = {
    'packages/matching/src/a.ts': "import '@sdex/primitives'",
    'packages/order-book/src/a.ts':
      "import type { x } from '@sdex/transport'\nimport type { y } from '@sdex/ledger-feed'",
    'packages/order-book/src/b.ts': "import '@sdex/matching'\nimport 'rxjs'",
    'packages/order-book/src/b.test.ts': "import 'vitest'\nimport '@sdex/testkit'\nimport './b.ts'\nimport 'node:fs'",
    'packages/order-book/test/b.devnet.test.ts': "import '@sdex/devnet/testing'\nimport '@sdex/transport'",
    'packages/connector/src/a.ts': "import '@sdex/order-lifecycle'\nimport '@sdex/transport'",
    'packages/transport/src/backends/undici/a.ts': "import 'node:fs'",
    'packages/devnet/src/a.ts': "import '@sdex/matching'\nimport 'node:http'",
    'apps/bot/src/a.ts': "import '@sdex/connector'\nimport '@sdex/devnet/testing'\nimport './inner.ts'",
    'apps/bot/src/a.test.ts': "import '@sdex/testkit'",
    'examples/a.ts': "import '@sdex/order-book'",
  }
  const { violations, files: read } = await cruised(files)
  expect(violations).toEqual([])
  expect(read).toEqual(expect.arrayContaining(Object.keys(files)))
})
