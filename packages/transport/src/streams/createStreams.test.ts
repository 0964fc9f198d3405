import { createMarket, InvalidOptionError, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { setUpStreams } from '../../test/fakeStreams.ts'
import { createStreams, type Streams } from './createStreams.ts'

const issuer = accountIdOf('issuer')
const market = createMarket(XLM, { type: 'issued', code: 'USD', issuer })
const badMarket = { base: XLM, quote: { type: 'issued', code: 'USD', issuer: 'GTYPO' } } as const

const calls: readonly (readonly [name: string, call: (streams: Streams) => unknown])[] = [
  ['an account id that is none', (streams) => streams.accountStream('typo')],
  ['a seller that is none', (streams) => streams.offersStream('typo')],
  ['a book of 999 levels', (streams) => streams.orderBookStream(market, { limit: 999 })],
  ['a book of 0 levels', (streams) => streams.orderBookStream(market, { limit: 0 })],
  ['a book of an asset without issuer', (streams) => streams.orderBookStream(badMarket)],
  ['trades of an account that is none', (streams) => streams.tradeStream({ account: 'typo' })],
  ['trades of an asset without issuer', (streams) => streams.tradeStream({ market: badMarket })],
  ['trades after now', (streams) => streams.tradeStream({ market }, { cursor: 'now' })],
]

test.each(calls)('error: a stream of %s is refused at once, and nothing is opened', async (_, call) => {
  const { server, clock, context } = setUpStreams()
  expect(() => call(createStreams(context))).toThrow(InvalidOptionError)
  await clock.advance(0)
  expect(server.connections).toEqual([])
})
