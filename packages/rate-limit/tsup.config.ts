import { library } from '@sdex/build'

// Its own entry: importing '.' takes neither ioredis nor the part of Bottleneck that talks to Redis.
export default library({ entry: { index: 'src/index.ts', redis: 'src/redis/index.ts' } })
