/** What a package may import of ours. */
export type Row = {
  readonly imports: readonly string[]
  /** By `import type` only. */
  readonly types?: readonly string[]
}

const clients = ['transport', 'rate-limit', 'ledger-feed', 'order-book', 'balances', 'order-lifecycle']
const view: Row = { imports: ['primitives', 'matching'], types: ['transport', 'ledger-feed'] }

/** Which package may import which, never a sibling of its own row. A package that is not here may import none of ours. */
export const importTable: Readonly<Record<string, Row>> = {
  primitives: { imports: [] },
  matching: { imports: ['primitives'] },
  'rate-limit': { imports: ['primitives'] },
  transport: { imports: ['primitives'] },
  'ledger-feed': { imports: ['primitives', 'matching'], types: ['transport'] },
  'order-book': view,
  balances: view,
  'order-lifecycle': view,
  connector: { imports: ['primitives', 'matching', ...clients] },
  telemetry: { imports: ['primitives'] },
  // Never the clients: it must not share their parsing code, or a mistake in it would cancel itself out.
  devnet: { imports: ['primitives', 'matching'] },
  testkit: { imports: ['primitives'] },
}

/** What tests may import beyond their package's row. devnet's own tests do without the clients too; primitives has no one below. */
export function testImports(name: string): readonly string[] {
  if (name === 'primitives') return []
  const { imports, types = [] } = importTable[name] ?? { imports: [] }
  return [...imports, ...types, 'testkit', ...(name === 'matching' || name === 'testkit' ? [] : ['devnet'])]
}

/** Packages of bigint and text alone: no npm package, nothing of Node's. */
export const pure: readonly string[] = ['primitives', 'matching']

/** What needs Node, a package or a folder of one: everything else also runs in a browser. */
export const nodeOnly: readonly string[] = ['transport/src/backends/undici', 'devnet', 'telemetry']
