import type { Card } from '../card.ts'
import { holds, same } from '../expectations.ts'
import { ledgerOf, STRANGER } from '../identifiers.ts'
import { at, type Json, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { isProblem, NOT_FOUND } from '../problems.ts'
import { hasShape } from '../shape.ts'
import { assetQuery } from './orderBook.ts'

const body = 'Horizon: trade resource'
const list = 'Horizon: GET /trades'
const ids = 'Horizon: trade ids'
const SYNTHETIC = 1n << 62n

/** All trades of the taker: a fill, one with a rest, two of a path payment, one with a pool. */
function trades({ records, stage }: Probe): Promise<readonly Json[]> {
  return records(`/trades?account_id=${stage.parties.taker.id}&limit=200`)
}

/** The offer id of the taker's side. */
function takerOffer({ stage }: Probe, trade: Json | undefined): bigint {
  const side = textAt(trade, 'base_account') === stage.parties.taker.id ? 'base' : 'counter'
  return BigInt(textAt(trade, `${side}_offer_id`) || '0')
}

function operationOf(trade: Json | undefined): bigint {
  return BigInt(textAt(trade, 'id').split('-')[0] ?? '0')
}

/** USD in lumens, and the trades of the taker there. */
function pairQuery({ stage }: Probe): string {
  return `${assetQuery('base', stage.usd)}&counter_asset_type=native`
}

/** Trades of the book. */
export const tradeCards: readonly Card[] = [
  {
    number: 153,
    title: 'a trade of the book has its members in order',
    source: body,
    run: async ({ records, first }) => {
      await first('/trades?trade_type=orderbook&limit=1')
      for (const trade of await records('/trades?trade_type=orderbook&limit=20&order=desc')) {
        hasShape(
          'trade',
          trade,
          '_links{self{href} base{href} counter{href} operation{href}} id paging_token ledger_close_time@ trade_type ' +
            'base_offer_id"#" base_account base_amount$ base_asset_type base_asset_code? base_asset_issuer? ' +
            'counter_offer_id"#" counter_account counter_amount$ counter_asset_type counter_asset_code? counter_asset_issuer? ' +
            'base_is_seller! price{n"#" d"#"}',
        )
      }
    },
  },
  {
    number: 154,
    title: 'a trade has an empty link to itself, and links to both accounts and the operation',
    source: body,
    run: async ({ first, horizonUrl }) => {
      const trade = await first('/trades?trade_type=orderbook&limit=1&order=desc')
      same('links', at(trade, '_links'), {
        self: { href: '' },
        base: { href: `${horizonUrl}/accounts/${textAt(trade, 'base_account')}` },
        counter: { href: `${horizonUrl}/accounts/${textAt(trade, 'counter_account')}` },
        operation: { href: `${horizonUrl}/operations/${textAt(trade, 'id').split('-')[0]}` },
      })
    },
  },
  {
    number: 155,
    title: 'the id of a trade is its token: the operation and the place among its claims, from 0 on',
    source: ids,
    needs: 'stage',
    run: async (probe) => {
      const rows = await trades(probe)
      same('tokens', textsAt(rows, 'paging_token'), textsAt(rows, 'id'))
      const operation = operationOf(rows[2])
      same('of one operation', textsAt(rows.slice(2, 4), 'id'), [`${operation}-0`, `${operation}-1`])
    },
  },
  {
    number: 156,
    title: 'the operation of a trade lies in the ledger that closed then',
    source: 'Horizon: total order ids (SEP-35)',
    needs: 'stage',
    run: async (probe) => {
      const [trade] = await trades(probe)
      const { ledger, paging_token: token } = probe.stage.transactions.trades
      same('ledger', ledgerOf(textAt(trade, 'id')), ledger)
      same('operation', operationOf(trade).toString(), (BigInt(String(token)) + 1n).toString())
      same('time', at(trade, 'ledger_close_time'), probe.stage.transactions.trades['created_at'])
    },
  },
  {
    number: 157,
    title: 'a taker that leaves no offer gets an id made from its operation',
    source: ids,
    needs: 'stage',
    run: async (probe) => {
      const [filled] = await trades(probe)
      same('offer id', takerOffer(probe, filled).toString(), (operationOf(filled) + SYNTHETIC).toString())
    },
  },
  {
    number: 158,
    title: 'a taker that leaves an offer has the id of that',
    source: ids,
    needs: 'stage',
    run: async (probe) => {
      const [, rested] = await trades(probe)
      const [offer] = await probe.records(`/offers?seller=${probe.stage.parties.taker.id}`)
      same('offer id', takerOffer(probe, rested).toString(), textAt(offer, 'id'))
    },
  },
  {
    number: 159,
    title: 'a path payment gets an id made from its operation, for each of its trades',
    source: ids,
    needs: 'stage',
    run: async (probe) => {
      const rows = (await trades(probe)).slice(2, 4)
      const expected = rows.map((trade) => (operationOf(trade) + SYNTHETIC).toString())
      same(
        'offer ids',
        rows.map((trade) => takerOffer(probe, trade).toString()),
        expected,
      )
    },
  },
  {
    number: 160,
    title: 'the price of a trade is that of the offer that rested, not reduced',
    source: body,
    needs: 'stage',
    run: async (probe) => {
      const rows = await probe.records(`/trades?${pairQuery(probe)}&limit=200`)
      same(
        'prices',
        rows.map((trade) => at(trade, 'price') ?? null),
        [
          { n: '2', d: '1' },
          { n: '2', d: '1' },
          { n: '4', d: '2' },
        ],
      )
    },
  },
  {
    number: 161,
    title: 'with a pair, base and counter are as asked',
    source: list,
    needs: 'stage',
    run: async (probe) => {
      const [trade] = await probe.records(`/trades?${pairQuery(probe)}&limit=1`)
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
      const rows = await trades(probe)
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
      const path = `/accounts/${probe.stage.parties.maker.id}/trades?${pairQuery(probe)}&limit=200`
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
]
