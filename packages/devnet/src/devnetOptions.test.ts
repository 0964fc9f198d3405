import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { checkDevnetOptions, type DevnetOptions } from './devnetOptions.ts'

const check = (options: unknown) => () => checkDevnetOptions(options as DevnetOptions)

test('behavior: an option that is undefined is one that is left out', () => {
  const nothing = { port: undefined, host: undefined, rateLimit: undefined, onError: undefined, clock: undefined }
  expect(checkDevnetOptions(nothing)).toEqual(checkDevnetOptions({}))
})

test('behavior: what the types allow is taken', () => {
  const options = { seed: 'text', rateLimit: { burst: 0 }, tls: false, clock: createVirtualClock(0), onError: () => {} }
  expect(checkDevnetOptions(options)).toMatchObject(options)
  expect(checkDevnetOptions({ ledgerMs: 'manual', rateLimit: 'public' })).toMatchObject({
    ledgerMs: 'manual',
    rateLimit: { requestsPerHour: 3_600, burst: 100 },
  })
})

test.each([
  [null, 'options null is not possible.'],
  ['fast', 'options fast is not possible.'],
  [{ ledgerMS: 100 }, 'ledgerMS is no option.'],
  [{ port: '80' }, 'port 80 is not possible.'],
  [{ host: '' }, 'host  is not possible.'],
  [{ dataFolder: 5 }, 'dataFolder 5 is not possible.'],
  [{ passphrase: '' }, 'passphrase  is not possible.'],
  [{ passphrase: null }, 'passphrase null is not possible.'],
  [{ seed: {} }, 'seed [object Object] is not possible.'],
  [{ seed: Number.NaN }, 'seed NaN is not possible.'],
  [{ ledgerMs: 'automatic' }, 'ledgerMs automatic is not possible.'],
  [{ tls: 'yes' }, 'tls yes is not possible.'],
  [{ resultMeta: 1 }, 'resultMeta 1 is not possible.'],
  [{ accountStreamUpdates: 'no' }, 'accountStreamUpdates no is not possible.'],
  [{ rateLimit: 'x' }, 'rateLimit x is not possible.'],
  [{ rateLimit: true }, 'rateLimit true is not possible.'],
  [{ rateLimit: { perHour: 5 } }, 'rateLimit.perHour is no option.'],
  [{ rateLimit: { burst: -1 } }, 'rateLimit.burst -1 is not possible.'],
  [{ rateLimit: { requestsPerHour: 0 } }, 'rateLimit.requestsPerHour 0 is not possible.'],
  [{ clock: { now: Date.now } }, 'clock [object Object] is not possible.'],
  [{ onError: 'log' }, 'onError log is not possible.'],
])('error: %j is refused', (options, message) => {
  const refused = { code: 'SDEX_INVALID_OPTION', message: expect.stringContaining(message) }
  expect(check(options)).toThrow(expect.objectContaining(refused))
})
