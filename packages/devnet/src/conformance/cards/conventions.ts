import type { Card } from '../card.ts'
import { holds, matches, same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at } from '../json.ts'
import { isProblem, NOT_ACCEPTABLE, NOT_FOUND } from '../problems.ts'

const HAL = 'application/hal+json; charset=utf-8'
const PROBLEM = 'application/problem+json; charset=utf-8'
const NO_CACHE = 'no-cache, no-store, max-age=0'
const rendering = 'Horizon: services/horizon/internal/render'
const headers = 'Horizon: response headers'
const negotiation = 'Horizon: content negotiation'
const routing = 'Horizon: services/horizon/internal/httpx/router.go'

/** What holds for every route: headers, content types, text. */
export const conventionCards: readonly Card[] = [
  {
    number: 1,
    title: 'a success is application/hal+json in UTF-8',
    source: rendering,
    run: async ({ get }) => same('Content-Type', (await get('/ledgers?limit=1')).headers['content-type'], HAL),
  },
  {
    number: 2,
    title: 'a problem is application/problem+json in UTF-8',
    source: rendering,
    run: async ({ get }) => same('Content-Type', (await get('/ledgers?limit=0')).headers['content-type'], PROBLEM),
  },
  {
    number: 3,
    title: 'a success must not be cached',
    source: headers,
    run: async ({ get }) => same('Cache-Control', (await get('/fee_stats')).headers['cache-control'], NO_CACHE),
  },
  {
    number: 4,
    title: 'a problem must not be cached',
    source: headers,
    run: async ({ get }) => same('Cache-Control', (await get('/nothing')).headers['cache-control'], NO_CACHE),
  },
  {
    number: 5,
    title: 'a success is shown inline',
    source: headers,
    run: async ({ get }) => same('Content-Disposition', (await get('/')).headers['content-disposition'], 'inline'),
  },
  {
    number: 6,
    title: 'a problem has no Content-Disposition',
    source: headers,
    run: async ({ get }) => {
      same('Content-Disposition', (await get('/ledgers?limit=0')).headers['content-disposition'], undefined)
    },
  },
  {
    number: 7,
    title: 'a state route names the ledger that it is of',
    source: 'Horizon: Latest-Ledger of state routes',
    run: async ({ get }) => {
      for (const path of ['/offers?limit=1', '/order_book?selling_asset_type=native&buying_asset_type=native']) {
        matches(`Latest-Ledger of ${path}`, (await get(path)).headers['latest-ledger'], /^[1-9]\d*$/)
      }
    },
  },
  {
    number: 8,
    title: 'a state route names its ledger with a problem too',
    source: 'Horizon: Latest-Ledger of state routes',
    run: async ({ get }) => {
      const { status, headers: sent } = await get(`/accounts/${STRANGER.slice(0, -1)}`)
      same('status', status, 400)
      matches('Latest-Ledger', sent['latest-ledger'], /^[1-9]\d*$/)
    },
  },
  {
    number: 9,
    title: 'a history route names no ledger',
    source: 'Horizon: Latest-Ledger of state routes',
    run: async ({ get }) => {
      for (const path of ['/ledgers?limit=1', '/trades?limit=1', '/transactions?limit=1', '/fee_stats', '/']) {
        same(`Latest-Ledger of ${path}`, (await get(path)).headers['latest-ledger'], undefined)
      }
    },
  },
  {
    number: 10,
    title: 'any origin may read, and is named',
    source: 'Horizon: CORS',
    run: async ({ get }) => {
      const { headers: sent } = await get('/ledgers?limit=1', { Origin: 'https://page.example' })
      same('Access-Control-Allow-Origin', sent['access-control-allow-origin'], 'https://page.example')
    },
  },
  {
    number: 11,
    title: 'a page in a browser sees Date and Latest-Ledger, and no rate limit',
    source: 'Horizon: CORS',
    run: async ({ get }) => {
      const { headers: sent } = await get('/ledgers?limit=1', { Origin: 'https://page.example' })
      same('Access-Control-Expose-Headers', sent['access-control-expose-headers'], 'Date, Latest-Ledger')
    },
  },
  {
    number: 12,
    title: 'without an origin there is no CORS header but Vary',
    source: 'Horizon: CORS',
    run: async ({ get }) => {
      const { headers: sent } = await get('/ledgers?limit=1')
      same(
        'CORS headers',
        Object.keys(sent).filter((name) => name.startsWith('access-control-')),
        [],
      )
      matches('Vary', sent.vary, /\bOrigin\b/i)
    },
  },
  {
    number: 13,
    title: 'whoever accepts anything gets HAL',
    source: negotiation,
    run: async ({ get }) => {
      same('Content-Type', (await get('/ledgers?limit=1', { Accept: '*/*' })).headers['content-type'], HAL)
    },
  },
  {
    number: 14,
    title: 'whoever accepts application/json gets HAL, labelled as HAL',
    source: negotiation,
    run: async ({ get }) => {
      same('Content-Type', (await get('/ledgers?limit=1', { Accept: 'application/json' })).headers['content-type'], HAL)
    },
  },
  {
    number: 15,
    title: 'a type that is not served is not acceptable, and the problem has no detail',
    source: negotiation,
    run: async ({ get }) => isProblem(await get('/ledgers', { Accept: 'text/html' }), NOT_ACCEPTABLE),
  },
  {
    number: 16,
    title: 'HAL is compressed for whoever takes gzip',
    source: 'Horizon: compression of hal+json',
    run: async ({ get }) => {
      const { headers: sent, bytes } = await get('/ledgers?limit=1', { 'Accept-Encoding': 'gzip' })
      same('Content-Encoding', sent['content-encoding'], 'gzip')
      same('first bytes', bytes.subarray(0, 2).toString('hex'), '1f8b')
    },
  },
  {
    number: 17,
    title: 'a problem is not compressed',
    source: 'Horizon: compression of hal+json',
    run: async ({ get }) => {
      const { headers: sent, body } = await get('/ledgers?limit=0', { 'Accept-Encoding': 'gzip' })
      same('Content-Encoding', sent['content-encoding'], undefined)
      same('status in the body', at(body, 'status'), 400)
    },
  },
  {
    number: 18,
    title: 'a body is indented by two spaces, and has no newline at the end',
    source: rendering,
    run: async ({ get }) => {
      const { text } = await get('/fee_stats')
      const lines = text.split('\n')
      same('beginning', lines[0], '{')
      matches('first member', lines[1], /^ {2}"last_ledger": "\d+",$/)
      same('end', lines.at(-1), '}')
    },
  },
  {
    number: 19,
    title: 'an ampersand in a link is escaped as \\u0026',
    source: rendering,
    run: async ({ get }) => {
      const { text } = await get('/ledgers?limit=1')
      holds('no bare ampersand', !text.includes('&'), text.slice(0, 200))
      matches('links', text, /limit=1\\u0026order=asc"/)
    },
  },
  {
    number: 20,
    title: 'a slash at the end of a path does not count',
    source: routing,
    run: async ({ get }) => same('status', (await get('/ledgers/?limit=1')).status, 200),
  },
  {
    number: 21,
    title: 'a key of the query that no route knows does not count, and stays in the links',
    source: 'Horizon: page links',
    run: async ({ read, horizonUrl }) => {
      const href = at(await read('/ledgers?zebra=1&limit=1&apple=2'), '_links.self.href')
      same('self', href, `${horizonUrl}/ledgers?apple=2&cursor=&limit=1&order=asc&zebra=1`)
    },
  },
  {
    number: 22,
    title: 'a route that does not exist is not found',
    source: routing,
    run: async ({ get }) => isProblem(await get('/nothing'), NOT_FOUND),
  },
  {
    number: 23,
    title: 'a method that a route does not have is answered by 405 and nothing',
    source: routing,
    run: async ({ ask }) => {
      const { status, text } = await ask('/ledgers', { method: 'DELETE' })
      same('status and body', [status, text], [405, ''])
    },
  },
  {
    number: 24,
    title: 'links begin with the address that was asked',
    source: 'Horizon: link base URL',
    run: async ({ read, horizonUrl }) => {
      same('self of the root', at(await read('/'), '_links.self.href'), `${horizonUrl}/`)
      same('self of fees', at(await read('/'), '_links.fee_stats.href'), `${horizonUrl}/fee_stats`)
    },
  },
]
