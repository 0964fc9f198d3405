import { parseArgs } from 'node:util'
import { measureShare } from '../test/redis/measureShare.ts'

/** What 8 processes on one Redis make of Horizon's budget in ten minutes. */
const { values } = parseArgs({ options: { 'duration-s': { type: 'string', default: '600' } } })
const horizon = { processes: 8, requestsPerHour: 3_600, burst: 100 }
const MIN_USED_SHARE = 0.98

const { usedShare, refused, admitted } = await measureShare({
  ...horizon,
  durationMs: Number(values['duration-s']) * 1_000,
})
process.stdout.write(`${admitted} requests, ${(usedShare * 100).toFixed(2)} % of the budget, ${refused} answers 429\n`)
process.exitCode = refused === 0 && usedShare >= MIN_USED_SHARE ? 0 : 1
