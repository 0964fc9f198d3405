import { expect, test } from 'vitest'
import { parseServeOptions } from './serveOptions.ts'

test('behavior: what is not said is by default', () => {
  expect(parseServeOptions([])).toMatchObject({ port: 8_000, markets: 0, offers: 20, rateLimit: undefined })
  expect(parseServeOptions(['--markets', '1000', '--offers=900'])).toMatchObject({ markets: 1_000, offers: 900 })
})

const numbers = ['port', 'ledger-ms', 'seed', 'traders', 'accounts', 'markets', 'offers']
const more = ['control-port', 'friendbot-port', 'history-ledgers', 'submission-delay-ms']

test.each([...numbers, ...more])('error: a negative --%s is refused in one line, however it is written', (flag) => {
  const refused = {
    code: 'SDEX_INVALID_OPTION',
    message: expect.stringMatching(`^--${flag} -1 is not possible.*[^\n]$`),
  }
  expect(() => parseServeOptions([`--${flag}`, '-1'])).toThrow(expect.objectContaining(refused))
  expect(() => parseServeOptions([`--${flag}=-1`])).toThrow(expect.objectContaining(refused))
})

test.each([
  [['--data', '--json'], "Option '--data' argument is ambiguous. See sdex-devnet --help."],
  [['--data'], "Option '--data <value>' argument missing. See sdex-devnet --help."],
  [['more'], "Unexpected argument 'more'. See sdex-devnet --help."],
  [
    ['--markets', '10000', '--offers', '101'],
    '10000 markets with 101 offers each have 1010000 offers. Ask for at most 1000000 in all.',
  ],
])('error: %j says what is wrong in one line', (args, message) => {
  expect(() => parseServeOptions(args)).toThrow(expect.objectContaining({ message }))
})
