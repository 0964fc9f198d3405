import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountId, asset } from '../test/arbitraries.ts'
import { assetLabel, assetsEqual, compareAssets, createAsset, formatAsset, parseAsset, XLM } from './asset.ts'
import { InvalidAssetError, isSdexError } from './errors.ts'

const issuer = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
const laterIssuer = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'

describe('parseAsset', () => {
  test('behavior: lumens have two names, issued assets one', () => {
    expect(parseAsset('native')).toEqual(XLM)
    expect(parseAsset('XLM')).toEqual(XLM)
    expect(parseAsset(`USD:${issuer}`)).toEqual({ type: 'issued', code: 'USD', issuer })
    expect(parseAsset(`XLM:${issuer}`)).toEqual({ type: 'issued', code: 'XLM', issuer })
  })

  test.each([
    '',
    'USD',
    'xlm',
    `:${issuer}`,
    `USD:${issuer.slice(1)}`,
    `U-D:${issuer}`,
    `ABCDEFGHIJKLM:${issuer}`,
    `USD:${issuer}:1`,
  ])('error: %s is none', (text) => {
    expect(() => parseAsset(text)).toThrow(InvalidAssetError)
  })

  test('error: what is no text is none', () => {
    expect(() => parseAsset(undefined as unknown as string)).toThrow(InvalidAssetError)
    expect(() => createAsset(undefined as unknown as string, issuer)).toThrow(InvalidAssetError)
  })

  test('error: a secret seed in the place of the issuer is not repeated', () => {
    const seed = 'SAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGKK'
    for (const attempt of [() => parseAsset(`USD:${seed}`), () => createAsset('USD', seed), () => parseAsset(seed)]) {
      const text = describeError(attempt)
      expect(text).toContain('S…redacted')
      expect(text).not.toContain(seed)
    }
  })

  test('property: reads back what formatAsset writes', () => {
    fc.assert(fc.property(asset, (any) => assetsEqual(parseAsset(formatAsset(any)), any)))
  })
})

describe('compareAssets', () => {
  test('behavior: lumens, then short codes, then long ones; then by code, then by issuer', () => {
    const ordered = [
      XLM,
      createAsset('A', issuer),
      createAsset('AB', issuer),
      createAsset('AB', laterIssuer),
      createAsset('ZZZZ', issuer),
      createAsset('a', issuer),
      createAsset('AAAAA', issuer),
    ]
    expect(ordered.toReversed().sort(compareAssets)).toEqual(ordered)
  })

  test('property: orders as the bytes that the ledger compares', () => {
    fc.assert(
      fc.property(asset, asset, (a, b) => {
        expect(Math.sign(compareAssets(a, b))).toBe(Math.sign(compareLists(ledgerKey(a), ledgerKey(b))))
      }),
    )
  })

  test('property: is 0 for equal assets alone, and turns with its arguments', () => {
    const fewCodes = fc.constantFrom('A', 'AB', 'ABCDE')
    const few = fc.oneof(
      fc.constant(XLM),
      fc.tuple(fewCodes, fc.constantFrom(issuer, laterIssuer)).map((of) => createAsset(...of)),
    )
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(compareAssets(a, b) === 0).toBe(assetsEqual(a, b))
        expect(Math.sign(compareAssets(a, b))).toBe(-Math.sign(compareAssets(b, a)) + 0)
      }),
    )
  })

  test('property: two issuers of one code are ordered by key bytes, not by text', () => {
    fc.assert(
      fc.property(accountId, accountId, (a, b) => {
        const compared = compareAssets(createAsset('USD', a), createAsset('USD', b))
        expect(Math.sign(compared)).toBe(
          Math.sign(compareLists(ledgerKey(createAsset('USD', a)), ledgerKey(createAsset('USD', b)))),
        )
      }),
    )
  })
})

test('behavior: labels name the code alone', () => {
  expect(assetLabel(XLM)).toBe('XLM')
  expect(assetLabel(createAsset('USDC', issuer))).toBe('USDC')
})

/** Type, code padded with zeros, letters of the issuer's id mapped to their base32 values: an independent way to the same order. */
function ledgerKey(of: ReturnType<typeof parseAsset>): number[] {
  if (of.type === 'native') return [0]
  const width = of.code.length <= 4 ? 4 : 12
  const code = [...of.code.padEnd(width, '\0')].map((letter) => letter.charCodeAt(0))
  const key = [...of.issuer.slice(0, 54)].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter))
  return [width, ...code, ...key]
}

function compareLists(a: number[], b: number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

function describeError(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (isSdexError(error)) return `${error.message} ${error.stack} ${String(error.input)}`
  }
  return expect.fail('no SdexError')
}
