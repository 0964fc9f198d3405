import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asset } from '../test/arbitraries.ts'
import { assetsEqual, createAsset, XLM } from './asset.ts'
import { InvalidAssetError, InvalidMarketError } from './errors.ts'
import { createMarket, formatMarket, invertMarket, marketLabel, marketsEqual, parseMarket } from './market.ts'

const usd = createAsset('USD', 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF')

test('behavior: parses, formats and labels', () => {
  const market = parseMarket(`XLM/USD:${usd.issuer}`)
  expect(market).toEqual({ base: XLM, quote: usd })
  expect(formatMarket(market)).toBe(`native/USD:${usd.issuer}`)
  expect(marketLabel(market)).toBe('XLM/USD')
})

test('error: a market has two different assets', () => {
  expect(() => createMarket(usd, { ...usd })).toThrow(InvalidMarketError)
  expect(() => parseMarket('XLM/native')).toThrow(InvalidMarketError)
  expect(() => parseMarket('XLM')).toThrow(InvalidMarketError)
  expect(() => parseMarket('')).toThrow(InvalidMarketError)
  expect(() => parseMarket(`XLM/USD:${usd.issuer}/XLM`)).toThrow(InvalidMarketError)
  expect(() => parseMarket(null as unknown as string)).toThrow(InvalidMarketError)
  expect(() => parseMarket('XLM/USD')).toThrow(InvalidAssetError)
})

test('property: reads back what formatMarket writes; inverting twice changes nothing, once everything', () => {
  fc.assert(
    fc.property(asset, asset, (base, quote) => {
      fc.pre(!assetsEqual(base, quote))
      const market = createMarket(base, quote)
      expect(parseMarket(formatMarket(market))).toEqual(market)
      expect(marketsEqual(invertMarket(invertMarket(market)), market)).toBe(true)
      expect(marketsEqual(invertMarket(market), market)).toBe(false)
    }),
  )
})
