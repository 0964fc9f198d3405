import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, type TestContext, test } from 'vitest'

const wrap = join(import.meta.dirname, '../fixtures/wrap.mjs')
const folder = mkdtempSync(join(tmpdir(), 'signals-'))
writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, scripts: { start: `exec node ${wrap}` } }))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the program printed after the signals, and the code that its caller saw. */
async function outcome(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  command: string[],
  send: (child: ChildProcess & { pid: number }) => void,
) {
  const [name = '', ...argv] = command
  const child = spawn(name, argv, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  onTestFinished(() => void child.kill('SIGKILL')) // and with it the program, which ends when its stdin does
  let output = ''
  let sent = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (sent || !output.includes('ready\n') || child.pid === undefined) return
    sent = true
    send(Object.assign(child, { pid: child.pid }))
  })
  const [code] = await once(child, 'close')
  return { last: output.trimEnd().split('\n').at(-1), code }
}

const npm = ['npm', 'start', '--silent', '--no-update-notifier']
const wrapper = [process.execPath, wrap]

test.concurrent.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'behavior: %s to the wrapper alone is delivered once',
  async (signal, context) => {
    context
      .expect(await outcome(context, wrapper, (child) => child.kill(signal)))
      .toEqual({ last: `got ${signal}`, code: 7 })
  },
)

test.concurrent.for(['SIGINT', 'SIGTERM'] as const)(
  'behavior: %s to npm alone is delivered once',
  async (signal, context) => {
    context
      .expect(await outcome(context, npm, (child) => child.kill(signal)))
      .toEqual({ last: `got ${signal}`, code: 7 })
  },
)

test.concurrent('behavior: Ctrl-C, which the terminal sends to the whole group, is delivered once', async (context) => {
  context
    .expect(await outcome(context, npm, ({ pid }) => process.kill(-pid, 'SIGINT')))
    .toEqual({ last: 'got SIGINT', code: 7 })
})

test.concurrent('behavior: a second Ctrl-C after a pause is delivered too', async (context) => {
  const twice = await outcome(context, wrapper, (child) => {
    child.kill('SIGINT')
    setTimeout(() => child.kill('SIGINT'), 400)
  })
  context.expect(twice).toEqual({ last: 'got SIGINT SIGINT', code: 7 })
})

test.concurrent('behavior: different signals are told apart', async (context) => {
  const both = await outcome(context, wrapper, (child) => {
    child.kill('SIGTERM')
    child.kill('SIGINT')
  })
  context.expect(both.last?.split(' ').sort()).toEqual(['SIGINT', 'SIGTERM', 'got'])
})
