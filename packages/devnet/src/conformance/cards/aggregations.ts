import { assetQuery } from '../assetQuery.ts'
import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, type JsonObject, listAt, textAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const source = 'Horizon: GET /trade_aggregations'
const HOUR_MS = 3_600_000

/** The hours of USD in lumens; the stage's trades are of one of them, or of two. */
function hours({ read, stage }: Probe, more = ''): Promise<JsonObject> {
  const pair = `${assetQuery('base', stage.usd)}&counter_asset_type=native`
  return read(`/trade_aggregations?${pair}&resolution=604800000${more}`)
}

/** Trades, by spans of time. */
export const aggregationCards: readonly Card[] = [
  {
    number: 375,
    title: 'an aggregation has its members in order, and no links',
    source,
    needs: 'stage',
    run: async (probe) => {
      const [row] = listAt(await hours(probe), '_embedded.records')
      const price = (name: string): string => `${name} ${name}_r{n"#" d"#"}`
      hasShape(
        'aggregation',
        row,
        `timestamp"#" trade_count"#" base_volume$ counter_volume$ avg ${['high', 'low', 'open', 'close'].map(price).join(' ')}`,
      )
    },
  },
  {
    number: 376,
    title: 'trades of a span are counted, and their amounts summed',
    source,
    needs: 'stage',
    run: async (probe) => {
      const row = at(await hours(probe), '_embedded.records.0')
      const members = ['trade_count', 'base_volume', 'counter_volume', 'avg'].map((name) => textAt(row, name))
      same('sums', members, ['3', '105.0000000', '210.0000000', '2.0000000'])
    },
  },
  {
    number: 377,
    title: 'prices of a span are those of its trades, not reduced, the later of equal ones',
    source,
    needs: 'stage',
    run: async (probe) => {
      const row = at(await hours(probe), '_embedded.records.0')
      const fractions = ['high_r', 'low_r', 'open_r', 'close_r'].map((name) => at(row, name) ?? null)
      const later = { n: '4', d: '2' }
      same('fractions', fractions, [later, later, { n: '2', d: '1' }, later])
      same('close', textAt(row, 'close'), '2.0000000')
    },
  },
  {
    number: 378,
    title: 'the other way round volumes are exchanged, and prices turned over',
    source,
    needs: 'stage',
    run: async (probe) => {
      const pair = `base_asset_type=native&${assetQuery('counter', probe.stage.usd)}`
      const [row] = await probe.records(`/trade_aggregations?${pair}&resolution=604800000`)
      same(
        'sums',
        ['base_volume', 'counter_volume', 'avg', 'open'].map((name) => textAt(row, name)),
        ['210.0000000', '105.0000000', '0.5000000', '0.5000000'],
      )
      same('open_r', at(row, 'open_r'), { n: '1', d: '2' })
    },
  },
  {
    number: 379,
    title: 'a span begins at a multiple of the resolution, moved by the offset',
    source,
    needs: 'stage',
    run: async (probe) => {
      const timestamp = async (more: string): Promise<number> =>
        Number(textAt(at(await hours(probe, more), '_embedded.records.0'), 'timestamp'))
      const week = 604_800_000
      same('remainder', (await timestamp('')) % week, 0)
      same('with an offset', (await timestamp(`&offset=${HOUR_MS}`)) % week, HOUR_MS)
    },
  },
  {
    number: 380,
    title: 'the page links to itself as it was asked, and to no page before',
    source,
    needs: 'stage',
    run: async (probe) => {
      const query = `resolution=604800000&${assetQuery('base', probe.stage.usd)}&counter_asset_type=native`
      const page = await probe.read(`/trade_aggregations?${query}`)
      same('self', at(page, '_links.self.href'), `${probe.horizonUrl}/trade_aggregations?${query}`)
      same('prev', at(page, '_links.prev.href'), '')
    },
  },
  {
    number: 381,
    title: 'an empty span of time has no record',
    source,
    needs: 'stage',
    run: async (probe) => {
      const page = await hours(probe, '&start_time=604800000&end_time=1209600000')
      same('records', at(page, '_embedded.records'), [])
    },
  },
  {
    number: 382,
    title: 'an asset that never traded is not found, and named',
    source,
    run: async ({ get }) => {
      const unknown = `base_asset_type=credit_alphanum4&base_asset_code=NONE&base_asset_issuer=${STRANGER}`
      const answer = await get(`/trade_aggregations?${unknown}&counter_asset_type=native&resolution=60000`)
      isProblem(answer, { ...NOT_FOUND, extras: { invalid_field: 'base_asset', reason: 'not found' } })
    },
  },
  {
    number: 433,
    title: 'without an end of time the next page upwards begins at 0, with the query sorted by key',
    source: 'Horizon: GET /trade_aggregations, next quirk',
    needs: 'stage',
    run: async (probe) => {
      const next = new URL(textAt(await hours(probe), '_links.next.href'))
      same('start_time', next.searchParams.get('start_time'), '0')
      same('keys', [...next.searchParams.keys()], [...next.searchParams.keys()].sort())
    },
  },
  {
    number: 434,
    title: 'the next page downwards ends where this one does',
    source,
    needs: 'stage',
    run: async (probe) => {
      const page = await hours(probe, '&order=desc')
      const { searchParams } = new URL(textAt(page, '_links.next.href'))
      const rows = listAt(page, '_embedded.records')
      same('end_time', searchParams.get('end_time'), textAt(rows.at(-1), 'timestamp'))
    },
  },
]
