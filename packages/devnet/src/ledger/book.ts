import { compareOffers } from '@sdex/matching'
import type { OfferEntry } from './entries.ts'

/** The offers of one pair, best first. */
export type Book = {
  insert(offer: OfferEntry): void
  remove(offer: OfferEntry): void
  best(): OfferEntry | undefined
  /** Best first. */
  offers(): Iterable<OfferEntry>
  readonly size: number
}

/** Offers in a chunk before it is split: small enough to shift, large enough to keep few chunks. */
const CHUNK = 128

/**
 * Makes an empty book: sorted chunks, so that finding a place costs two binary searches and inserting shifts one chunk at most.
 */
export function createBook(): Book {
  const chunks: OfferEntry[][] = []
  let size = 0

  /** The first chunk whose last offer is not before `offer`; past the end when all are. */
  const chunkOf = (offer: OfferEntry): number =>
    lowerBound(chunks.length, (at) => compareOffers(last(chunks[at]), offer) < 0)

  const insert = (offer: OfferEntry): void => {
    size += 1
    const at = Math.min(chunkOf(offer), Math.max(chunks.length - 1, 0))
    const chunk = chunks[at]
    if (chunk === undefined) {
      chunks.push([offer])
      return
    }
    chunk.splice(placeIn(chunk, offer), 0, offer)
    if (chunk.length > CHUNK) chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2))
  }

  const remove = (offer: OfferEntry): void => {
    const at = chunkOf(offer)
    const chunk = chunks[at]
    if (chunk === undefined) return
    const place = placeIn(chunk, offer)
    if (chunk[place]?.id !== offer.id) return
    size -= 1
    chunk.splice(place, 1)
    if (chunk.length === 0) chunks.splice(at, 1)
  }

  return {
    insert,
    remove,
    best: () => chunks[0]?.[0],
    offers: function* () {
      for (const chunk of chunks) yield* chunk
    },
    get size() {
      return size
    },
  }
}

function placeIn(chunk: readonly OfferEntry[], offer: OfferEntry): number {
  return lowerBound(
    chunk.length,
    (at) => compareOffers(at < chunk.length ? (chunk[at] as OfferEntry) : offer, offer) < 0,
  )
}

/** The first index from 0 to `length` at which `isBefore` no longer holds. */
function lowerBound(length: number, isBefore: (at: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

function last(chunk: readonly OfferEntry[] | undefined): OfferEntry {
  return chunk?.at(-1) as OfferEntry // chunks are never empty
}
