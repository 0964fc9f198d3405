import { inspect } from 'node:util'
import { InvalidOptionError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createSharedRateLimiter, type SharedRateLimiterOptions } from './createSharedRateLimiter.ts'

const redisUrl = 'redis://127.0.0.1:1'

test.each([
  { redisUrl, key: '' },
  { key: 'no place' },
  { redisUrl: 'http://127.0.0.1', key: 'no redis' },
  { redisUrl: 'redis://127.0.0.1:99999', key: 'no port' },
  { client: {}, key: 'no client' },
  { redisUrl, key: 'nobody', processCount: 0 },
  { redisUrl, key: 'half', processCount: 1.5 },
  { redisUrl, key: 'too small a burst', burst: 1 },
  { redisUrl, key: 'too fast for its burst', requestsPerHour: 3.6e7, burst: 100 },
  { redisUrl, key: 'all reserved', burst: 10, reservedForSubmissions: 10 },
])('error: refuses the options $key before it connects', (options) => {
  expect(() => createSharedRateLimiter(options as SharedRateLimiterOptions)).toThrow(InvalidOptionError)
})

test.each(['http://user:hunter2@127.0.0.1', 'redis://user:hunter2/slash@127.0.0.1:6379'])(
  'error: no error holds the URL, which may hold a password: %s',
  (redisUrl) => {
    try {
      createSharedRateLimiter({ redisUrl, key: 'secret' })
      expect.fail('it was made')
    } catch (error) {
      expect(error).toMatchObject({ message: expect.stringMatching(/^Where Redis is/) })
      expect(inspect(error)).not.toContain('hunter2')
    }
  },
)
