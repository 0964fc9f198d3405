import { formatAmount, formatPrice } from '@sdex/primitives'
import type { AssetId, OfferEntry } from '../../ledger/entries.ts'
import { type ApiRequest, accountParameter, idParameter, pathAccount } from '../apiRequest.ts'
import { offersAsset } from '../assetParameters.ts'
import { openState } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link } from '../links.ts'
import { integerCursor, type PageRecord, type Paging } from '../paging.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'
import { renderAsset, renderLastModified } from '../values.ts'

export function offerRoutes(data: HorizonData): readonly Route[] {
  return [
    { path: '/offers', family: 'state', streams: false, open: (request) => openOffers(data, request) },
    {
      path: '/offers/{offer_id}',
      family: 'state',
      streams: false,
      open: (request) => {
        const id = idParameter(request, 'offer_id', 'Offer ID must be an integer higher than 0') ?? 0n
        return { type: 'object', read: () => renderOffer(data, request.origin, findOffer(data, id)) }
      },
    },
    {
      path: '/accounts/{account_id}/offers',
      family: 'state',
      streams: true,
      open: (request) => {
        const paging = openState(data, request)
        const seller = pathAccount(request)
        const read = (at: Paging): readonly PageRecord[] => readOffers(data, request, at, data.state.offersOf(seller))
        return { type: 'page', paging, read }
      },
    },
  ]
}

/** Offers by any of seller, selling and buying. Nothing is sponsored here, so a sponsor has none. */
function openOffers(data: HorizonData, request: ApiRequest): ReturnType<Route['open']> {
  const seller = accountParameter(request, 'seller')
  const sponsor = accountParameter(request, 'sponsor')
  const selling = offersAsset(request, 'selling')
  const buying = offersAsset(request, 'buying')
  const isAskedFor = (offer: OfferEntry): boolean =>
    sponsor === undefined &&
    (seller === undefined || offer.seller === seller) &&
    (selling === undefined || offer.selling === selling) &&
    (buying === undefined || offer.buying === buying)
  const paging = openState(data, request)
  return {
    type: 'page',
    paging,
    read: (at) => readOffers(data, request, at, candidates(data, { seller, selling, buying }).filter(isAskedFor)),
  }
}

type OfferFilter = {
  readonly seller: string | undefined
  readonly selling: AssetId | undefined
  readonly buying: AssetId | undefined
}

/** The smallest set that an index gives, by id. */
function candidates({ state }: HorizonData, { seller, selling, buying }: OfferFilter): readonly OfferEntry[] {
  if (seller !== undefined) return state.offersOf(seller)
  if (selling === undefined || buying === undefined) return state.allOffers()
  return [...state.book(selling, buying).offers()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function readOffers(
  data: HorizonData,
  request: ApiRequest,
  paging: Paging,
  offers: readonly OfferEntry[],
): readonly PageRecord[] {
  const cursor = integerCursor(paging)
  const rest =
    paging.order === 'asc' ? offers.filter(({ id }) => id > cursor) : offers.filter(({ id }) => id < cursor).reverse()
  return rest.slice(0, paging.limit).map((offer) => ({
    token: offer.id.toString(),
    body: renderOffer(data, request.origin, offer),
  }))
}

function findOffer({ state }: HorizonData, id: bigint): OfferEntry {
  const offer = state.offer(id)
  if (offer !== undefined) return offer
  throw new ProblemError(notFound)
}

function renderOffer(data: HorizonData, origin: string, offer: OfferEntry): JsonObject {
  const id = offer.id.toString()
  return {
    _links: { self: link(origin, `/offers/${id}`), offer_maker: link(origin, `/accounts/${offer.seller}`) },
    id,
    paging_token: id,
    seller: offer.seller,
    selling: renderAsset(offer.selling),
    buying: renderAsset(offer.buying),
    amount: formatAmount(offer.amount),
    price_r: { n: offer.price.n, d: offer.price.d },
    price: formatPrice(offer.price),
    ...renderLastModified(data, offer.lastModifiedLedger),
  }
}
