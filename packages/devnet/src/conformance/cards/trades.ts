import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { ledgerOf } from '../identifiers.ts'
import { at, textAt, textsAt } from '../json.ts'
import { hasShape } from '../shape.ts'
import { takerOffer, takerTrades, tradeOperation, usdInLumens } from '../takerTrades.ts'

const body = 'Horizon: trade resource'
const ids = 'Horizon: trade ids'
const SYNTHETIC = 1n << 62n

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
      const rows = await takerTrades(probe)
      same('tokens', textsAt(rows, 'paging_token'), textsAt(rows, 'id'))
      const operation = tradeOperation(rows[2])
      same('of one operation', textsAt(rows.slice(2, 4), 'id'), [`${operation}-0`, `${operation}-1`])
    },
  },
  {
    number: 156,
    title: 'the operation of a trade lies in the ledger that closed then',
    source: 'Horizon: total order ids (SEP-35)',
    needs: 'stage',
    run: async (probe) => {
      const [trade] = await takerTrades(probe)
      const { ledger, paging_token: token } = probe.stage.transactions.trades
      same('ledger', ledgerOf(textAt(trade, 'id')), ledger)
      same('operation', tradeOperation(trade).toString(), (BigInt(String(token)) + 1n).toString())
      same('time', at(trade, 'ledger_close_time'), probe.stage.transactions.trades['created_at'])
    },
  },
  {
    number: 157,
    title: 'a taker that leaves no offer gets an id made from its operation',
    source: ids,
    needs: 'stage',
    run: async (probe) => {
      const [filled] = await takerTrades(probe)
      same('offer id', takerOffer(probe, filled).toString(), (tradeOperation(filled) + SYNTHETIC).toString())
    },
  },
  {
    number: 158,
    title: 'a taker that leaves an offer has the id of that',
    source: ids,
    needs: 'stage',
    run: async (probe) => {
      const [, rested] = await takerTrades(probe)
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
      const rows = (await takerTrades(probe)).slice(2, 4)
      const expected = rows.map((trade) => (tradeOperation(trade) + SYNTHETIC).toString())
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
      const rows = await probe.records(`/trades?${usdInLumens(probe)}&limit=200`)
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
]
