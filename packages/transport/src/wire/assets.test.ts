import { formatAsset, XLM } from '@sdex/primitives'
import { accountIdOf, anyAsset } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asset, assetText } from './assets.ts'
import { Misfit } from './misfit.ts'
import { createSeen } from './seen.ts'

const issuer = accountIdOf('issuer')
const usd = { type: 'issued', code: 'USD', issuer }
/** As after a record that named the asset. */
const seenUsd = () => {
  const seen = createSeen()
  assetText(`USD:${issuer}`, '', seen)
  return seen
}

test('property: both forms of an asset are read, whatever the body named before', () => {
  fc.assert(
    fc.property(fc.array(anyAsset, { maxLength: 8 }), (assets) => {
      const seen = createSeen()
      for (const each of [...assets, ...assets]) {
        expect(assetText(formatAsset(each), '', seen)).toEqual(each)
        const members =
          each.type === 'native'
            ? (['native', undefined, undefined] as const)
            : ([each.code.length > 4 ? 'credit_alphanum12' : 'credit_alphanum4', each.code, each.issuer] as const)
        expect(asset(members, '', seen)).toEqual(each)
      }
    }),
  )
})

test('behavior: the same code of another issuer is another asset', () => {
  const other = accountIdOf('other')
  expect(assetText(`USD:${other}`, '', seenUsd())).toEqual({ ...usd, issuer: other })
  expect(asset(['native', 'USD', issuer], '', seenUsd())).toBe(XLM)
})

test.each([
  `USD:${issuer}:x`,
  `USD:${issuer}A`,
  `:${issuer}`,
  'USD:',
  'USD',
  '',
  'Native',
  `USDUSDUSDUSDX:${issuer}`,
  7,
  null,
])('error: %s is no asset, whatever the body named before', (value) => {
  expect(() => assetText(value, 'at', createSeen())).toThrow(Misfit)
  expect(() => assetText(value, 'at', seenUsd())).toThrow(Misfit)
})

test.each([
  ['credit_alphanum8', 'USD', issuer, 'base_asset_type'],
  [undefined, 'USD', issuer, 'base_asset_type'],
  ['credit_alphanum4', undefined, issuer, 'base_asset_code'],
  ['credit_alphanum4', 'U D', issuer, 'base_asset_code'],
  ['credit_alphanum4', 'USD', 'G', 'base_asset_issuer'],
  ['credit_alphanum4', 'USD', undefined, 'base_asset_issuer'],
])('error: %s %s %s is none, and %s is the place', (type, code, id, path) => {
  try {
    expect.fail(`read as ${JSON.stringify(asset([type, code, id], 'base_', seenUsd()))}`)
  } catch (error) {
    expect(error).toMatchObject({ name: 'Misfit', path })
  }
})
