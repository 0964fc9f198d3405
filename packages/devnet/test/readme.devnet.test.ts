import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { helpText } from '../src/cli/helpText.ts'
import { checkDevnetOptions } from '../src/devnetOptions.ts'
import { createDevnet } from '../src/index.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${folder}README.md`, 'utf8')

/** The blocks of TypeScript in their order. */
const [first = '', fixtures = '', ...others] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code)

/** What a program prints, on one line. */
async function printedBy(code: string): Promise<string> {
  const args = ['--conditions=@sdex/source', '--input-type=module-typescript', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder })
  return stdout.replace(/\s+/g, ' ').trim()
}

test('behavior: the example of the README prints what it says', async () => {
  expect(await printedBy(first)).toBe(/console\.log\(asks\) \/\/ (.*)/.exec(first)?.[1])
})

test('behavior: the example with vitest is a test of this package', () => {
  expect(fixtures).toBe(readFileSync(`${folder}src/testing/example.test.ts`, 'utf8'))
})

test.each(others)('behavior: what the README does to a network works: %#', async (code) => {
  const start =
    "import { createDevnet } from '@sdex/devnet'; await using net = await createDevnet({ ledgerMs: 'manual' });"
  expect(await printedBy(`${start}\n${code}`)).toBe(/console\.log\(.*\) \/\/ (.*)/.exec(code)?.[1] ?? '')
})

test('behavior: the README names every option, and the defaults of most', () => {
  for (const name of Object.keys(checkDevnetOptions({}))) expect(readme, name).toContain(`| \`${name}\` |`)
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
  const flags = [...helpText.matchAll(/^ {2}(--[a-z-]+(?: [A-Z]+)?) /gm)].map(([, flag = '']) => flag)
  expect(flags.length).toBeGreaterThan(20)
  for (const flag of flags)
    expect(readme, flag).toMatch(new RegExp(`\`[^\`]*${flag}|  ${flag}|${flag.split(' ')[0]} \\S`))
})

test('behavior: control knows every request of the README', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', controlPort: 0 })
  const table = /\| request \| body \| answer \|\n((?:\|.*\n)*)/.exec(readme)?.[1] ?? ''
  const requests = [...table.matchAll(/`(GET|POST|DELETE) (\/\S*)`/g)]
  expect(requests.length).toBeGreaterThan(10)
  for (const [request, method = '', path = ''] of requests) {
    const leave = new AbortController()
    const asked = fetch(`${net.controlUrl}${path.replace('{id}', 'x')}`, { method, signal: leave.signal })
    if (path === '/fund') await net.closeLedger()
    const { headers, body } = await asked
    const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true
    const { message } = isStream ? {} : ((await new Response(body).json()) as { message?: string })
    expect(message ?? '', request).not.toMatch(/^There is no (GET|POST|DELETE)/)
    leave.abort()
  }
})
