import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parseServeOptions } from '../src/cli/serveOptions.ts'
import { checkDevnetOptions } from '../src/devnetOptions.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${folder}README.md`, 'utf8')

test('behavior: the example of the README prints what it says', async () => {
  const code = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? ''
  const said = /console\.log\(asks\) \/\/ (.*)/.exec(code)?.[1]
  const args = ['--conditions=@sdex/source', '--input-type=module-typescript', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder })
  expect(stdout.replace(/\s+/g, ' ').trim()).toBe(said)
})

test('behavior: the README names every option with its default', () => {
  const { port, ledgerMs, seed, passphrase, protocol, cadence, submissionDelayMs, historyLedgers } = checkDevnetOptions(
    {},
  )
  const digits = (value: number | string): string => `\`${value.toString().replace(/(?=(?:\d{3})+$)(?<=\d)/g, '_')}\``
  const rows = { port, ledgerMs: Number(ledgerMs), seed, protocol, submissionDelayMs, historyLedgers }
  for (const [name, value] of Object.entries(rows)) expect(readme).toContain(`| \`${name}\` | ${digits(value)} |`)
  for (const [name, value] of Object.entries({ passphrase, cadence }))
    expect(readme).toContain(`| \`${name}\` | \`'${value}'\` |`)
})

test('behavior: the README names every flag', () => {
  const flags = Object.keys(parseServeOptions([])).map(
    (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  )
  for (const flag of flags) expect(readme, flag).toContain(flag)
})
