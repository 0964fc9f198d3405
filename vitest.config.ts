import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

const source = '@sdex/source'

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    passWithNoTests: false,
    projects: [
      { extends: true, test: { name: 'unit', include: ['{packages,apps,tooling}/*/src/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: { name: 'devnet', pool: 'forks', testTimeout: 20_000, include: ['{packages,tooling}/*/test/**/*.devnet.test.ts'] },
      },
      { extends: true, test: { name: 'e2e', pool: 'forks', testTimeout: 60_000, include: ['apps/*/test/**/*.e2e.test.ts'] } },
    ],
  },
})
