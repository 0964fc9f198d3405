import { expect, test } from 'vitest'
import { UsageError } from '../errors.ts'
import { parseOptions } from './parseOptions.ts'

const environment = { terminal: false, randomSeed: () => 4711 }
const parse = (line: string, overrides = {}) =>
  parseOptions(line.split(' ').filter(Boolean), { ...environment, ...overrides })

test('behavior: without flags the bot runs on devnet with a random seed and writes lines', () => {
  expect(parse('')).toEqual({
    type: 'run',
    options: {
      target: { type: 'devnet', seed: 4711, ledgerMs: 1000, port: 0 },
      configFile: undefined,
      existingOffers: undefined,
      durationMs: undefined,
      json: false,
      view: 'log',
      debug: false,
    },
  })
})

test('behavior: a terminal gets the screen, unless --json or --view says otherwise', () => {
  const view = (line: string) => parse(line, { terminal: true })
  expect(view('')).toMatchObject({ options: { view: 'live' } })
  expect(view('--json')).toMatchObject({ options: { view: 'log' } })
  expect(view('--view log')).toMatchObject({ options: { view: 'log' } })
  expect(view('--json --view live')).toMatchObject({ options: { view: 'live' } })
})

test('behavior: --horizon takes a server, its trailing slash goes', () => {
  expect(parse('--horizon http://localhost:8000/ --secret-file key --config bot.yaml --duration-s 1.5')).toMatchObject({
    options: {
      target: { type: 'horizon', url: 'http://localhost:8000', secretFile: 'key', allowMainnet: false },
      configFile: 'bot.yaml',
      durationMs: 1500,
    },
  })
})

test.each([
  ['--speed 3', '--speed'],
  ['--duration-s', '--duration-s'],
  ['--duration-s soon', '"soon"'],
  ['--duration-s -1', '--duration-s'],
  ['--seed 1.5', 'whole number'],
  ['--port 70000', '0 to 65535'],
  ['--ledger-ms 5', '100 to 60000'],
  ['--view wide', 'live or log'],
  ['--existing-offers keep', 'adopt or cancel'],
  ['extra', 'extra'],
  ['--secret-file key', '--horizon'],
  ['--yes-mainnet', '--horizon'],
  ['--horizon http://localhost:8000', '--secret-file'],
  ['--horizon http://localhost:8000 --secret-file key', '--config'],
  ['--horizon localhost --secret-file key --config c', 'URL'],
  ['--horizon ftp://localhost --secret-file key --config c', 'URL'],
  ['--horizon http://localhost:8000 --secret-file key --config c --seed 1', '--seed'],
])('error: %s names what to write', (line, named) => {
  const run = () => parse(line)
  expect(run).toThrow(UsageError)
  expect(run).toThrow(named)
  expect(run).not.toThrow(/\n/)
})
