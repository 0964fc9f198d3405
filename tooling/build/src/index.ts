import { defineConfig, type Options } from 'tsup'

/** Build settings of a published package: ESM and declarations, for any platform unless `overrides` say Node. */
export function library(overrides: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node22', // lowers `using` and `await using`, which Node 22 cannot parse
    platform: 'neutral', // a node: import fails the build; packages for Node only say platform: 'node'
    dts: { compilerOptions: { customConditions: [], isolatedDeclarations: false } },
    sourcemap: true,
    removeNodeProtocol: false, // the default turns node:http into http
    clean: true,
    ...overrides,
  })
}
