import { createHash } from 'node:crypto'
import { compareAssets, createAsset, encodeAccountId, XLM } from '@sdex/primitives'
import { anyAsset } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { poolAssets, poolIdPreimage } from './pool.ts'

const issuer = encodeAccountId(Uint8Array.from(Buffer.from('0123456789abcdef'.repeat(4), 'hex')))

function poolId(...assets: Parameters<typeof poolIdPreimage>): string {
  return createHash('sha256')
    .update(poolIdPreimage(...assets))
    .digest('hex')
}

test('CASE 112: the id of a pool', () => {
  const id = 'c17f36fbd210e43dca1cda8edc5b6c0f825fcb72b39f0392fd6309844d77ff7d'
  expect(poolId(XLM, createAsset('AbC', issuer))).toBe(id)
  expect(poolId(createAsset('AbC', issuer), XLM)).toBe(id)
})

test('behavior: codes of more than 4 letters take 12 bytes', () => {
  const preimage = poolIdPreimage(createAsset('ABCD', issuer), createAsset('ABCDE', issuer))
  expect(preimage.length).toBe(4 + (4 + 4 + 36) + (4 + 12 + 36) + 4)
  expect(Buffer.from(preimage).includes('ABCDE\0\0\0\0\0\0\0')).toBe(true)
})

test('property: the order of the two assets does not matter', () => {
  fc.assert(
    fc.property(anyAsset, anyAsset, (a, b) => {
      fc.pre(compareAssets(a, b) !== 0)
      expect(poolAssets(a, b)).toEqual(poolAssets(b, a))
      expect(compareAssets(...poolAssets(a, b))).toBeLessThan(0)
      expect(poolIdPreimage(a, b)).toEqual(poolIdPreimage(b, a))
    }),
  )
})
