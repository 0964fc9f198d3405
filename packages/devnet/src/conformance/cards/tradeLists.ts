import { assetQuery } from '../assetQuery.ts'
import type { Card } from '../card.ts'
import { holds, same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, textAt, textsAt } from '../json.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { takerOffer, takerTrades, usdInLumens } from '../takerTrades.ts'

const list = 'Horizon: GET /trades'

/** Trades by pair, account and offer. */
export const tradeListCards: readonly Card[] = [
  {
    number: 161,
    title: 'with a pair, base and counter are as asked',
    source: list,
    needs: 'stage',
    run: async (probe) => {
      const [trade] = await probe.records(`/trades?${usdInLumens(probe)}&limit=1`)
      const members = ['base_asset_code', 'counter_asset_type', 'base_amount', 'counter_amount']
      same(
        'sides',
        members.map((name) => textAt(trade, name)),
        ['USD', 'native', '25.0000000', '50.0000000'],
      )
      same('base_is_seller', at(trade, 'base_is_seller'), true)
    },
  },
  {
    number: 162,
    title: 'with the pair turned over, sides, seller and fraction are turned over',
    source: list,
    needs: 'stage',
    run: async (probe) => {
      const turned = `base_asset_type=native&${assetQuery('counter', probe.stage.usd)}`
      const [trade] = await probe.records(`/trades?${turned}&limit=1`)
      const members = ['base_asset_type', 'counter_asset_code', 'base_amount', 'counter_amount']
      same(
        'sides',
        members.map((name) => textAt(trade, name)),
        ['native', 'USD', '50.0000000', '25.0000000'],
      )
      same(
        'seller and price',
        [at(trade, 'base_is_seller') ?? null, at(trade, 'price') ?? null],
        [false, { n: '1', d: '2' }],
      )
    },
  },
  {
    number: 163,
    title: 'maker and taker both find their trade',
    source: list,
    needs: 'stage',
    run: async ({ records, stage }) => {
      const { maker, taker } = stage.parties
      const of = async (id: string): Promise<readonly string[]> =>
        textsAt(await records(`/accounts/${id}/trades?trade_type=orderbook&limit=200`), 'id')
      const both = await of(taker.id)
      same('trades', await of(maker.id), both)
      same('how many', both.length, 4)
    },
  },
  {
    number: 164,
    title: 'a trade is found by either offer id, also by one that was made up',
    source: list,
    needs: 'stage',
    run: async (probe) => {
      const rows = await takerTrades(probe)
      const by = async (id: bigint | string): Promise<readonly string[]> =>
        textsAt(await probe.records(`/trades?offer_id=${id}`), 'id')
      const [maker = ''] = probe.stage.offerIds
      same('by the maker', await by(maker), [textAt(rows[0], 'id'), textAt(rows[2], 'id')])
      same('by the taker', await by(takerOffer(probe, rows[0])), [textAt(rows[0], 'id')])
    },
  },
  {
    number: 165,
    title: 'the trades of an offer are those found by its id',
    source: 'Horizon: GET /offers/{id}/trades',
    needs: 'stage',
    run: async ({ records, stage }) => {
      const [id] = stage.offerIds
      const rows = await records(`/offers/${id}/trades`)
      same('trades', rows, await records(`/trades?offer_id=${id}`))
      same('how many', rows.length, 2)
    },
  },
  {
    number: 166,
    title: 'a pair and an account hold together',
    source: list,
    needs: 'stage',
    run: async (probe) => {
      const path = `/accounts/${probe.stage.parties.maker.id}/trades?${usdInLumens(probe)}&limit=200`
      same('amounts', textsAt(await probe.records(path), 'base_amount'), ['25.0000000', '75.0000000', '5.0000000'])
    },
  },
  {
    number: 167,
    title: 'an asset or an account that history does not know is not found',
    source: list,
    run: async ({ get }) => {
      const unknown = `counter_asset_type=credit_alphanum4&counter_asset_code=NONE&counter_asset_issuer=${STRANGER}`
      isProblem(await get(`/trades?base_asset_type=native&${unknown}`), NOT_FOUND)
      isProblem(await get(`/accounts/${STRANGER}/trades`), NOT_FOUND)
    },
  },
  {
    number: 168,
    title: 'an offer that nobody knows has no trades',
    source: 'Horizon: GET /offers/{id}/trades',
    run: async ({ records }) => same('trades', await records('/offers/4611686018427387903/trades'), []),
  },
  {
    number: 169,
    title: 'trades come from the oldest on, by operation and place',
    source: list,
    run: async ({ records }) => {
      const rows = await records('/trades?limit=50')
      const places = rows.map((trade) => {
        const [operation = '0', index = '0'] = textAt(trade, 'id').split('-')
        return (BigInt(operation) << 31n) + BigInt(index)
      })
      holds(
        'they rise',
        places.every((place, index) => index === 0 || (places[index - 1] ?? 0n) < place),
        textsAt(rows, 'id'),
      )
      holds('there are some', places.length > 0)
    },
  },
  {
    number: 435,
    title: 'of an asset the length of its code decides, not the type that is named',
    source: list,
    needs: 'stage',
    run: async (probe) => {
      const named = usdInLumens(probe).replace('credit_alphanum4', 'credit_alphanum12')
      const [trade] = await probe.records(`/trades?${named}&limit=1`)
      same('asset type', at(trade, 'base_asset_type'), 'credit_alphanum4')
    },
  },
]
