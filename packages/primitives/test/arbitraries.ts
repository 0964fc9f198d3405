import fc from 'fast-check'
import {
  type Asset,
  encodeAccountId,
  type IssuedAsset,
  MAX_PRICE_TERM,
  MAX_STROOPS,
  type Price,
  type Ratio,
  XLM,
} from '../src/index.ts'

export const accountId: fc.Arbitrary<string> = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeAccountId)

const issuedAsset: fc.Arbitrary<IssuedAsset> = fc.record({
  type: fc.constant('issued'),
  code: fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
  issuer: accountId,
})

export const asset: fc.Arbitrary<Asset> = fc.oneof(fc.constant(XLM), issuedAsset)

export const stroops: fc.Arbitrary<bigint> = fc.bigInt(0n, MAX_STROOPS)

const term: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: MAX_PRICE_TERM }),
  fc.integer({ min: MAX_PRICE_TERM - 20, max: MAX_PRICE_TERM }),
)

export const price: fc.Arbitrary<Price> = fc.record({ n: term, d: term })

export const ratio: fc.Arbitrary<Ratio> = fc.record({
  n: fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(10n ** 40n), 10n ** 40n)),
  d: fc.oneof(fc.bigInt(1n, 20n), fc.bigInt(1n, 10n ** 40n)),
})
