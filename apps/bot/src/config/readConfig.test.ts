import { createRatio } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { UsageError } from '../errors.ts'
import { parseConfig, readConfig } from './readConfig.ts'

const devnetFile = new URL('../../config/devnet.yaml', import.meta.url).pathname

const smallest = `version: 1
pair: { base: XLM, quote: USD }
feeds: { mid: { type: fixed, price: 0.1 } }
strategy: { type: buysell, feed: mid, amountOfBase: 100, levels: [{ spread: 0.01, amount: 1 }] }
`

test('behavior: the configuration that comes with the bot is valid, and numbers stay exact', async () => {
  const config = await readConfig(devnetFile)
  expect(config.strategy.amountOfBase).toBe(1_000_000_000n)
  expect(config.strategy.levels[1]?.spread).toEqual(createRatio(1n, 400n))
})

test('behavior: what is left out has a default', () => {
  const config = parseConfig('bot.yaml', smallest)
  expect(config).toMatchObject({
    cycle: { everyLedgers: 1 },
    orders: { validForS: 30 },
    fees: { maxPerOp: 5000 },
    startup: { existingOffers: 'adopt' },
  })
  expect(config.risk).toBeUndefined()
})

test.each<[string, (text: string) => string, string]>([
  ['an unknown key', (text) => `${text}speed: 3\n`, 'bot.yaml:5: speed: is not a key'],
  [
    'an unknown nested key',
    (text) => text.replace('feed: mid,', 'feed: mid, spead: 1,'),
    'bot.yaml:4: strategy.spead: is not a key',
  ],
  [
    'a wrong version',
    (text) => text.replace('version: 1', 'version: 2'),
    'bot.yaml:1: version: "2" is not known: write 1',
  ],
  ['a missing key', (text) => text.replace('feed: mid,', ''), 'bot.yaml:4: strategy.feed: is missing'],
  ['a missing section', (text) => text.replace(/pair.*\n/, ''), 'bot.yaml:1: pair: is missing'],
  [
    'a wrong type',
    (text) => text.replace('{ base: XLM, quote: USD }', 'XLM/USD'),
    'bot.yaml:2: pair: expected keys and values',
  ],
  [
    'a list in place of a value',
    (text) => text.replace('amountOfBase: 100', 'amountOfBase: [100]'),
    'bot.yaml:4: strategy.amountOfBase: expected one value',
  ],
  [
    'too many decimals',
    (text) => text.replace('amountOfBase: 100', 'amountOfBase: 0.00000001'),
    'bot.yaml:4: strategy.amountOfBase: "0.00000001" is no amount',
  ],
  [
    'a value out of range',
    (text) => text.replace('spread: 0.01', 'spread: 1.5'),
    'bot.yaml:4: strategy.levels.0.spread: "1.5" is out of range',
  ],
  [
    'an unknown feed',
    (text) => text.replace('feed: mid', 'feed: top'),
    'bot.yaml:4: strategy.feed: "top" is not under feeds (mid)',
  ],
  [
    'an unknown feed type',
    (text) => text.replace('type: fixed', 'type: guess'),
    'bot.yaml:3: feeds.mid.type: is not a known type',
  ],
  ['one asset twice', (text) => text.replace('quote: USD', 'quote: XLM'), 'bot.yaml:2: pair.quote: is the base itself'],
  [
    'a tolerance wider than the spread',
    (text) => `${text}diff: { priceTol: 0.02 }\n`,
    'bot.yaml:5: diff.priceTol: is wider than',
  ],
  ['no levels', (text) => text.replace('[{ spread: 0.01, amount: 1 }]', '[]'), 'bot.yaml:4: strategy.levels: is empty'],
  ['broken YAML', (text) => text.replace('USD }', 'USD'), 'bot.yaml:'],
  ['a key given twice', (text) => `${text}version: 1\n`, 'bot.yaml:5: Map keys must be unique'],
  ['an empty file', () => '', 'bot.yaml:1: expected keys and values'],
])('error: %s is named with file, line and key', (_name, change, expected) => {
  const run = () => parseConfig('bot.yaml', change(smallest))
  expect(run).toThrow(UsageError)
  expect(run).toThrow(expected)
  expect(run).not.toThrow(/\n/)
})

test('error: a file that is not there', async () => {
  await expect(readConfig('/nonexistent/bot.yaml')).rejects.toThrow(
    'Cannot read the configuration /nonexistent/bot.yaml (ENOENT).',
  )
})
