import type { BookRow, OrderBookSnapshot } from '../types/orderBook.ts'

/** Of a row: the terms of its price in the halves of the first, then the amount. */
const ROW_WORDS = 3
const WORD_BYTES = 8
/** Levels of both sides, as many as Horizon sends at most. */
const USUAL_ROWS = 400
const MAX_INT64 = 2n ** 63n - 1n

/**
 * What a book says, in as few bytes as hold it: two are equal if and only if the rows of the books are, however the servers wrote them.
 *
 * @returns A view that holds until the next call.
 */
export type BookBytes = (book: OrderBookSnapshot) => Uint8Array

/** The streams of a client write into one buffer, as each only compares what it wrote and copies what is new. */
export function createBookBytes(): BookBytes {
  let usual: BigInt64Array | undefined
  return ({ bids, asks }) => {
    const length = 1 + (bids.length + asks.length) * ROW_WORDS
    usual ??= new BigInt64Array(1 + USUAL_ROWS * ROW_WORDS)
    const words = length <= usual.length ? usual : new BigInt64Array(length)
    const halves = new Int32Array(words.buffer)
    words[0] = BigInt(bids.length)
    let at = 1
    const write = ({ price, amount }: BookRow): void => {
      halves[2 * at] = price.n
      halves[2 * at + 1] = price.d
      words[at + 1] = amount
      words[at + 2] = amount > MAX_INT64 ? amount >> 64n : 0n // sums may be beyond 64 bits
      at += ROW_WORDS
    }
    bids.forEach(write)
    asks.forEach(write)
    return new Uint8Array(words.buffer, 0, length * WORD_BYTES)
  }
}
