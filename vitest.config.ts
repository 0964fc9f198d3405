import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Leads tests to the packages' sources: they need no build. */
const source = '@sdex/source'

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } }, // tests in Node read this one
  test: {
    reporters: ['default', './tooling/vitest/src/closing-line.ts'],
    passWithNoTests: false,
    maxWorkers: '100%', // by default one core is left out, which is half of a machine of two
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      reporter: ['text', 'json-summary'],
      thresholds: { lines: 80, branches: 60 },
    },
    // extends: true, or a project loses the conditions above
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          testTimeout: 20_000, // a property runs hundreds of times, also on a busy machine
          include: ['{packages,apps,tooling}/*/src/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          name: 'devnet',
          setupFiles: ['./tooling/vitest/src/no-leaks.ts'],
          pool: 'forks',
          testTimeout: 20_000,
          include: ['{packages,tooling}/*/test/**/*.devnet.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'e2e', pool: 'forks', testTimeout: 60_000, include: ['apps/*/test/**/*.e2e.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['packages/*/test/**/*.test-d.ts'],
            tsconfig: './tsconfig.types.json',
          },
        },
      },
    ],
  },
})
