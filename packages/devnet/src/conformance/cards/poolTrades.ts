import { assetQuery } from '../assetQuery.ts'
import type { Card } from '../card.ts'
import { holds, need, same } from '../expectations.ts'
import { at, type JsonObject, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'

const body = 'Horizon: trade resource, pools'
const list = 'Horizon: GET /trades'

/** The payment through the pool: lumens in, EUR out. */
async function poolTrade({ records, stage }: Probe): Promise<JsonObject> {
  const [trade] = await records(`/trades?base_asset_type=native&${assetQuery('counter', stage.eur)}`)
  return need(trade, 'There is no trade in XLM/EUR.') as JsonObject
}

/** Trades with pools. */
export const poolTradeCards: readonly Card[] = [
  {
    number: 170,
    title: 'a trade with a pool has its fee, and the id of the pool in place of account and offer',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      hasShape(
        'trade',
        await poolTrade(probe),
        '_links{} id paging_token ledger_close_time@ trade_type liquidity_pool_fee_bp# base_offer_id"#" base_account ' +
          'base_amount$ base_asset_type counter_liquidity_pool_id counter_amount$ counter_asset_type counter_asset_code ' +
          'counter_asset_issuer base_is_seller! price{n"#" d"#"}',
      )
    },
  },
  {
    number: 171,
    title: 'the pool is the seller, and its fee is 30 basis points',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const trade = await poolTrade(probe)
      const members = ['trade_type', 'liquidity_pool_fee_bp', 'counter_liquidity_pool_id', 'base_is_seller']
      const expected = ['liquidity_pool', 30, probe.stage.poolId, false]
      same(
        'pool',
        members.map((name) => trade[name] ?? null),
        expected,
      )
    },
  },
  {
    number: 172,
    title: 'the price with a pool is the two amounts in stroops, not reduced',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const trade = await poolTrade(probe)
      const stroops = (name: string): string => BigInt(textAt(trade, name).replace('.', '')).toString()
      same('price', at(trade, 'price'), { n: stroops('counter_amount'), d: stroops('base_amount') })
    },
  },
  {
    number: 173,
    title: 'a trade with a pool links to the pool',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const expected = `${probe.horizonUrl}/liquidity_pools/${probe.stage.poolId}`
      same('counter', at(await poolTrade(probe), '_links.counter.href'), expected)
    },
  },
  {
    number: 174,
    title: 'the taker of a pool has an offer id made from its operation',
    source: 'Horizon: trade ids',
    needs: 'stage',
    run: async (probe) => {
      const trade = await poolTrade(probe)
      const [operation = '0'] = textAt(trade, 'id').split('-')
      same('offer id', trade['base_offer_id'], (BigInt(operation) + (1n << 62n)).toString())
    },
  },
  {
    number: 175,
    title: 'trades are either of the book or of pools',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const of = async (type: string): Promise<readonly string[]> =>
        textsAt(await records(`/trades?account_id=${stage.parties.taker.id}&trade_type=${type}&limit=200`), 'id')
      const [all, book, pools] = [await of('all'), await of('orderbook'), await of('liquidity_pool')]
      same('together', [...book, ...pools].sort(), all.toSorted())
      holds('some of either', book.length > 0 && pools.length > 0, [book, pools])
    },
  },
  {
    number: 176,
    title: 'the trades of a pool are those found by its id',
    source: 'Horizon: GET /liquidity_pools/{id}/trades',
    needs: 'stage',
    run: async (probe) => {
      const { poolId } = probe.stage
      const rows = textsAt(await probe.records(`/liquidity_pools/${poolId}/trades`), 'id')
      same('trades', rows, textsAt(await probe.records(`/trades?liquidity_pool_id=${poolId}`), 'id'))
      same('which', rows, [textAt(await poolTrade(probe), 'id')])
    },
  },
  {
    number: 177,
    title: 'the trades of a pool that nobody knows are not found',
    source: 'Horizon: GET /liquidity_pools/{id}/trades',
    run: async ({ get }) => isProblem(await get(`/liquidity_pools/${'ab'.repeat(32)}/trades`), NOT_FOUND),
  },
]
