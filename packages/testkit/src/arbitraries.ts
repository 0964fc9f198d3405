import {
  type Asset,
  assetsEqual,
  createMarket,
  encodeAccountId,
  type IssuedAsset,
  MAX_PRICE_TERM,
  MAX_STROOPS,
  type Market,
  type Price,
  type Stroops,
  XLM,
} from '@sdex/primitives'
import fc from 'fast-check'

/** Amounts up to 200 stroops, where rounding shows most. */
export const anySmallStroops: fc.Arbitrary<Stroops> = fc.bigInt(0n, 200n)

/** Amounts within 200 stroops of the most that the ledger can hold. */
export const anyExtremeStroops: fc.Arbitrary<Stroops> = fc.bigInt(MAX_STROOPS - 200n, MAX_STROOPS)

/** Amounts from 0 to 2^63 - 1: tiny, everyday, any, extreme. */
export const anyStroops: fc.Arbitrary<Stroops> = fc.oneof(
  anySmallStroops,
  fc.bigInt(0n, 10n ** 12n),
  fc.bigInt(0n, MAX_STROOPS),
  anyExtremeStroops,
)

/** Prices with terms up to 20. */
export const anySmallPrice: fc.Arbitrary<Price> = prices(fc.integer({ min: 1, max: 20 }))

/** Prices with terms of any size, as `toPrice` or another client makes them. */
export const anyLargePrice: fc.Arbitrary<Price> = prices(fc.integer({ min: 1, max: MAX_PRICE_TERM }))

/** Prices of which each term is close to 1 or to the largest: the cheapest, the dearest, and many with equal doubles. */
export const anyExtremePrice: fc.Arbitrary<Price> = prices(
  fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: MAX_PRICE_TERM - 50, max: MAX_PRICE_TERM })),
)

/** Any price that the ledger can hold. */
export const anyPrice: fc.Arbitrary<Price> = fc.oneof(anySmallPrice, anyLargePrice, anyExtremePrice)

/** Account ids with right checksums. No secret key is known for them. */
export const anyAccountId: fc.Arbitrary<string> = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeAccountId)

/** Issued assets, with codes of 1 to 12 letters. */
export const anyIssuedAsset: fc.Arbitrary<IssuedAsset> = fc.record({
  type: fc.constant('issued'),
  code: fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
  issuer: anyAccountId,
})

/** Lumens, one time in five, or an issued asset. */
export const anyAsset: fc.Arbitrary<Asset> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(XLM) },
  { weight: 4, arbitrary: anyIssuedAsset },
)

/** Markets of two different assets. */
export const anyMarket: fc.Arbitrary<Market> = fc
  .tuple(anyAsset, anyAsset)
  .filter(([base, quote]) => !assetsEqual(base, quote))
  .map(([base, quote]) => createMarket(base, quote))

function prices(term: fc.Arbitrary<number>): fc.Arbitrary<Price> {
  return fc.record({ n: term, d: term })
}
