import { library } from '@sdex/build'

const entries = { index: 'src/index.ts', sdk: 'src/sdk/connectSdkServer.ts' }

export default library({
  platform: 'node',
  // The backends are entries of their own, which the `imports` of package.json choose from: a browser never meets undici.
  entry: {
    ...entries,
    backends: 'src/backends/createBackends.ts',
    'backends.browser': 'src/backends/createBackends.browser.ts',
  },
  external: ['#backends'],
  dts: { entry: entries, compilerOptions: { customConditions: [], isolatedDeclarations: false } },
})
