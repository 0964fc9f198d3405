import {
  formatAmount,
  formatPrice,
  invertPrice,
  type Price,
  priceFloat,
  reducePrice,
  type Stroops,
} from '@sdex/primitives'
import type { AssetId } from '../../ledger/entries.ts'
import type { LedgerReads } from '../../transactions/createLedger.ts'
import { type ApiRequest, parameter } from '../apiRequest.ts'
import { orderBookAsset } from '../assetParameters.ts'
import type { Json } from '../json.ts'
import { readLimit } from '../paging.ts'
import { invalidOrderBook, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'
import { renderAsset } from '../values.ts'

const DEFAULT_LEVELS = 20

export function orderBookRoutes({ state }: HorizonData): readonly Route[] {
  return [
    {
      path: '/order_book',
      family: 'state',
      streams: true,
      open: (request) => {
        const query = orderBookQuery(request)
        return {
          type: 'object',
          read: () => renderOrderBook(state, query),
          revisions: () => [
            state.book(query.base, query.counter).revision,
            state.book(query.counter, query.base).revision,
          ],
          isNews: (last, now) => last !== now,
        }
      },
    },
  ]
}

type OrderBookQuery = { readonly base: AssetId; readonly counter: AssetId; readonly levels: number }

/** Every bad parameter, the limit too, is the same problem here. */
function orderBookQuery(request: ApiRequest): OrderBookQuery {
  try {
    return {
      base: orderBookAsset(request, 'selling'),
      counter: orderBookAsset(request, 'buying'),
      levels: readLimit(parameter(request, 'limit'), DEFAULT_LEVELS),
    }
  } catch (error) {
    if (error instanceof ProblemError) throw new ProblemError(invalidOrderBook)
    throw error
  }
}

/** Prices are counter for base on both sides; amounts are what each side sells: asks in base, bids in counter. */
function renderOrderBook(state: LedgerReads, { base, counter, levels }: OrderBookQuery): Json {
  const bids = readLevels(state, { selling: counter, buying: base, levels })
  const asks = readLevels(state, { selling: base, buying: counter, levels })
  return {
    bids: bids.map((level) => renderLevel(invertPrice(level.price), level.amount)),
    asks: asks.map((level) => renderLevel(level.price, level.amount)),
    base: renderAsset(base),
    counter: renderAsset(counter),
  }
}

type Level = { readonly price: Price; amount: Stroops }

/**
 * Levels of one side, best first. Offers belong to one level when their prices are the same double, as in Horizon's database; the fraction shown
 * is that of the oldest offer, in lowest terms. Amounts may exceed 64 bits.
 */
function readLevels(
  state: LedgerReads,
  side: { readonly selling: AssetId; readonly buying: AssetId; readonly levels: number },
): readonly Level[] {
  const levels: Level[] = []
  let lastPrice = Number.NaN
  for (const offer of state.book(side.selling, side.buying).offers()) {
    const price = priceFloat(offer.price)
    const level = levels.at(-1)
    if (level !== undefined && price === lastPrice) {
      level.amount += offer.amount
      continue
    }
    if (levels.length === side.levels) break
    levels.push({ price: reducePrice(offer.price), amount: offer.amount })
    lastPrice = price
  }
  return levels
}

function renderLevel(price: Price, amount: Stroops): Json {
  return { price_r: { n: price.n, d: price.d }, price: formatPrice(price), amount: formatAmount(amount) }
}
