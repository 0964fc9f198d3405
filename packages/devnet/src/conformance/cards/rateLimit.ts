import type { Card } from '../card.ts'
import { matches, same } from '../expectations.ts'
import type { Answer, Probe } from '../probe.ts'
import { isProblem } from '../problems.ts'

const limiter = 'Horizon: services/horizon/internal/httpx/rate_limiter.go'
const streams = 'Horizon: rate limit of streams'
const LIMIT = 101
const EXCEEDED = {
  slug: 'rate_limit_exceeded',
  title: 'Rate Limit Exceeded',
  status: 429,
  detail:
    "The rate limit for the requesting IP address is over its alloted limit.  The allowed limit and requests left per time period are communicated to clients via the http response headers 'X-RateLimit-*' headers.",
} as const

/** An address that nobody has used: the first of X-Forwarded-For counts. */
function newAddress(probe: Probe): { readonly 'X-Forwarded-For': string } {
  const bytes = probe.createKeypair().rawPublicKey()
  return { 'X-Forwarded-For': `10.${bytes[0]}.${bytes[1]}.${bytes[2]}` }
}

function limits({ headers }: Answer): readonly (string | null)[] {
  return ['limit', 'remaining', 'reset'].map((name) => {
    const value = headers[`x-ratelimit-${name}`]
    return typeof value === 'string' ? value : null
  })
}

/** Uses the limit of an address up; the last answer is the first that was refused. */
async function exhaust(probe: Probe, headers: Readonly<Record<string, string>>): Promise<Answer> {
  for (let sent = 0; sent < 2 * LIMIT; sent += 1) {
    const answer = await probe.limited.get('/fee_stats', headers)
    if (answer.status !== 200) return answer
  }
  return probe.limited.get('/fee_stats', headers)
}

/** How requests are limited. */
export const rateLimitCards: readonly Card[] = [
  {
    number: 419,
    title: 'an answer says how many requests there are at once, how many are left, and when all are there again',
    source: limiter,
    needs: 'limited',
    run: async (probe) => same('headers', limits(await probe.limited.get('/', newAddress(probe))), ['101', '100', '1']),
  },
  {
    number: 420,
    title: 'each request takes one',
    source: limiter,
    needs: 'limited',
    run: async (probe) => {
      const address = newAddress(probe)
      const left: (string | null)[] = []
      for (const path of ['/', '/ledgers?limit=1', '/nothing'])
        left.push(limits(await probe.limited.get(path, address))[1] ?? null)
      same('remaining', left, ['100', '99', '98'])
    },
  },
  {
    number: 421,
    title: 'a submission takes one too',
    source: limiter,
    needs: 'limited',
    run: async (probe) => {
      const headers = { ...newAddress(probe), 'Content-Type': 'application/x-www-form-urlencoded' }
      await probe.limited.ask('/transactions', { method: 'POST', headers, body: 'tx=AAAA' })
      same('remaining', limits(await probe.limited.get('/', headers))[1], '99')
    },
  },
  {
    number: 422,
    title: 'what is over the limit is refused, and told when to come back',
    source: limiter,
    needs: 'limited',
    run: async (probe) => {
      const refused = await exhaust(probe, newAddress(probe))
      isProblem(refused, EXCEEDED)
      matches('Retry-After', refused.headers['retry-after'], /^[1-9]\d*$/)
      same('headers', limits(refused).slice(0, 2), ['101', '0'])
    },
  },
  {
    number: 423,
    title: 'the first address that a request was forwarded for counts',
    source: limiter,
    needs: 'limited',
    run: async (probe) => {
      const { 'X-Forwarded-For': address } = newAddress(probe)
      await exhaust(probe, { 'X-Forwarded-For': address })
      const of = async (list: string): Promise<number> =>
        (await probe.limited.get('/', { 'X-Forwarded-For': list })).status
      same('statuses', [await of(`${address}, 10.0.0.1`), await of(`10.99.0.1, ${address}`)], [429, 200])
    },
  },
  {
    number: 424,
    title: 'a stream over the limit is refused at the connect, without the headers',
    source: streams,
    needs: 'limited',
    run: async (probe) => {
      const address = newAddress(probe)
      await exhaust(probe, address)
      const answer = await probe.limited.get('/ledgers?cursor=now', { ...address, Accept: 'text/event-stream' })
      isProblem(answer, EXCEEDED)
      same('headers', limits(answer), [null, null, null])
    },
  },
  {
    number: 425,
    title: 'a stream that gets over the limit ends by an error in plain text, without byebye',
    source: streams,
    needs: 'limited',
    run: async (probe) => {
      const address = newAddress(probe)
      const events = await probe.limited.events('/ledgers?cursor=now&limit=200', address)
      await events.next()
      await exhaust(probe, address)
      const last = (await events.rest()).at(-1)
      same('last', last?.text, `event: error\ndata: problem: rate_limit_exceeded. full details: ${EXCEEDED.detail}`)
    },
  },
]
