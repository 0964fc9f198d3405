import { library } from '@sdex/build'

export default library({
  platform: 'node',
  entry: {
    index: 'src/index.ts',
    cli: 'src/cli.ts',
    testing: 'src/testing/index.ts',
    storeWorker: 'src/store/storeWorker.ts',
  },
})
