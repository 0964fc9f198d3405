import { Operation, type xdr } from '@stellar/stellar-sdk'
import { assetQuery } from '../assetQuery.ts'
import type { Card } from '../card.ts'
import { same } from '../expectations.ts'
import { STRANGER } from '../identifiers.ts'
import { at, type Json, type JsonObject, listAt, textAt, textsAt } from '../json.ts'
import type { Probe } from '../probe.ts'
import { INVALID_ORDER_BOOK, isProblem } from '../problems.ts'
import { hasShape } from '../shape.ts'

const source = 'Horizon: GET /order_book'

/** The book of USD in lumens. */
function book({ read, stage }: Probe, more = ''): Promise<JsonObject> {
  return read(`/order_book?${assetQuery('selling', stage.usd)}&buying_asset_type=native${more}`)
}

function levels(side: Json | undefined): readonly Json[] {
  return listAt(side, 'bids').concat(listAt(side, 'asks'))
}

/** The order book. */
export const orderBookCards: readonly Card[] = [
  {
    number: 141,
    title: 'a book has its members in order',
    source,
    needs: 'stage',
    run: async (probe) => {
      const level = 'price_r{n# d#} price amount$'
      const assets = 'base{asset_type asset_code? asset_issuer?} counter{asset_type asset_code? asset_issuer?}'
      const found = await book(probe)
      hasShape('book', found, `bids[${level}] asks[${level}] ${assets}`)
      same('levels', levels(found).length > 0, true)
    },
  },
  {
    number: 142,
    title: 'asks rise and bids fall: the best comes first on either side',
    source,
    needs: 'stage',
    run: async (probe) => {
      const found = await book(probe)
      same('asks', textsAt(listAt(found, 'asks'), 'price'), ['2.0000000', '2.5000000'])
      same('bids', textsAt(listAt(found, 'bids'), 'price'), ['1.5000000', '1.0000000', '0.2000000', '0.0200000'])
    },
  },
  {
    number: 143,
    title: 'offers of one price are one level, and its amount is their sum',
    source,
    needs: 'stage',
    run: async (probe) => same('amount', at(await book(probe), 'asks.0.amount'), '13.0000000'),
  },
  {
    number: 144,
    title: 'the fraction of a level is reduced',
    source,
    needs: 'stage',
    run: async (probe) => {
      same(
        'fractions',
        listAt(await book(probe), 'asks').map((level) => at(level, 'price_r') ?? null),
        [
          { n: 2, d: 1 },
          { n: 5, d: 2 },
        ],
      )
    },
  },
  {
    number: 145,
    title: 'the fraction of a bid is turned over: counter per base, as that of an ask',
    source,
    needs: 'stage',
    run: async (probe) => same('fraction', at(await book(probe), 'bids.0.price_r'), { n: 3, d: 2 }),
  },
  {
    number: 146,
    title: 'the amount of a bid is in the counter asset, which the bidder sells',
    source,
    needs: 'stage',
    run: async (probe) => same('amount', at(await book(probe), 'bids.0.amount'), '30.0000000'),
  },
  {
    number: 147,
    title: 'a limit counts levels of each side',
    source,
    needs: 'stage',
    run: async (probe) => {
      const found = await book(probe, '&limit=1')
      same('levels', [listAt(found, 'bids').length, listAt(found, 'asks').length], [1, 1])
    },
  },
  {
    number: 148,
    title: 'base is what is sold and counter what is bought, as asked',
    source,
    needs: 'stage',
    run: async (probe) => {
      const usd = { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: probe.stage.parties.issuer.id }
      const found = await book(probe)
      same('assets', [found['base'] ?? null, found['counter'] ?? null], [usd, { asset_type: 'native' }])
    },
  },
  {
    number: 149,
    title: 'the book of a market turned over has the sides exchanged',
    source,
    needs: 'stage',
    run: async (probe) => {
      const found = await probe.read(`/order_book?selling_asset_type=native&${assetQuery('buying', probe.stage.usd)}`)
      same('best ask', at(found, 'asks.0'), { price_r: { n: 2, d: 3 }, price: '0.6666667', amount: '30.0000000' })
      same('best bid', at(found, 'bids.0'), { price_r: { n: 1, d: 2 }, price: '0.5000000', amount: '13.0000000' })
    },
  },
  {
    number: 150,
    title: 'a pool is no part of the book',
    source,
    needs: 'stage',
    run: async ({ read, stage }) => {
      const found = await read(`/order_book?selling_asset_type=native&${assetQuery('buying', stage.eur)}`)
      same('sides', [found['bids'] ?? null, found['asks'] ?? null], [[], []])
    },
  },
  {
    number: 151,
    title: 'the book of an asset that nobody knows is empty',
    source,
    run: async ({ read }) => {
      const unknown = `credit_alphanum4&buying_asset_code=NONE&buying_asset_issuer=${STRANGER}`
      const found = await read(`/order_book?selling_asset_type=native&buying_asset_type=${unknown}`)
      same('sides', [found['bids'] ?? null, found['asks'] ?? null], [[], []])
    },
  },
  {
    number: 152,
    title: 'whatever is wrong with the parameters of a book, there is one problem, without extras',
    source,
    run: async ({ get }) => {
      const natives = 'selling_asset_type=native&buying_asset_type=native'
      for (const query of ['', 'selling_asset_type=native', `${natives}&limit=0`, `${natives}&limit=201`]) {
        isProblem(await get(`/order_book?${query}`), INVALID_ORDER_BOOK)
      }
    },
  },
  {
    number: 436,
    title: 'without a limit a book has twenty levels of each side',
    source,
    needs: 'stage',
    timeoutMs: 60_000,
    run: async (probe) => {
      const { stage, send, read, records } = probe
      const { provider } = stage.parties
      const path = `/order_book?${assetQuery('selling', stage.usd)}&${assetQuery('buying', stage.eur)}`
      const ask = (n: number, amount: string, offerId = '0'): xdr.Operation =>
        Operation.manageSellOffer({ selling: stage.usd, buying: stage.eur, amount, price: { n, d: 1 }, offerId })
      const prices = Array.from({ length: 21 }, (_, index) => 100 + index)
      await send(
        provider,
        prices.map((price) => ask(price, '1')),
      )
      const [asks, all] = [listAt(await read(path), 'asks'), listAt(await read(`${path}&limit=200`), 'asks')]
      const offers = await records(`/offers?seller=${provider.id}&limit=200`)
      await send(
        provider,
        offers.map((offer) => ask(100, '0', textAt(offer, 'id'))),
      )
      same('levels', [asks.length, all.length], [20, 21])
    },
  },
]
