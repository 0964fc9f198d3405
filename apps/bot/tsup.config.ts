import { library } from '@sdex/build'

export default library({ platform: 'node', entry: ['src/main.ts'], dts: false })
