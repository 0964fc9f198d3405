import { formatAmount, formatPrice } from '@sdex/primitives'
import type { OfferEntry } from '../../ledger/entries.ts'
import type { OfferFilter } from '../../stateIndex/stateIndex.ts'
import { type ApiRequest, accountParameter, idParameter, pathAccount } from '../apiRequest.ts'
import { offersAsset } from '../assetParameters.ts'
import { openState } from '../historyPage.ts'
import type { JsonObject } from '../json.ts'
import { link } from '../links.ts'
import { integerCursor, type PageRecord, type Paging } from '../paging.ts'
import { notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'
import { readListing } from '../statePage.ts'
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
        const read = (at: Paging): readonly PageRecord[] => readOffers(data, request, { at, filter: { seller } })
        return { type: 'page', paging, read }
      },
    },
  ]
}

/** Offers by any of seller, sponsor, selling and buying. */
function openOffers(data: HorizonData, request: ApiRequest): ReturnType<Route['open']> {
  const filter = {
    seller: accountParameter(request, 'seller'),
    sponsor: accountParameter(request, 'sponsor'),
    selling: offersAsset(request, 'selling'),
    buying: offersAsset(request, 'buying'),
  }
  const paging = openState(data, request)
  return { type: 'page', paging, read: (at) => readOffers(data, request, { at, filter }) }
}

function readOffers(
  data: HorizonData,
  request: ApiRequest,
  { at, filter }: { readonly at: Paging; readonly filter: OfferFilter },
): readonly PageRecord[] {
  const render = (id: bigint): PageRecord => ({
    token: id.toString(),
    body: renderOffer(data, request.origin, findOffer(data, id)),
  })
  return readListing(data.index.offers(filter), at, { past: integerCursor(at), render })
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
    sponsor: offer.sponsor ?? undefined,
  }
}
