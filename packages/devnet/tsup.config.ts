import { library } from '@sdex/build'

export default library({ platform: 'node', entry: ['src/index.ts', 'src/cli.ts'] })
