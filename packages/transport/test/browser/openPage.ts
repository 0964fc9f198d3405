import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** On a machine that has to have a browser the test fails without one. */
export const hasBrowser: boolean = existsSync(CHROMIUM) || (process.env['CI'] ?? '') !== ''

/** Nothing of it leaves the machine. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
]

/** A page with `page.ts` on an origin of its own, and what went wrong in it. */
export type OpenedPage = AsyncDisposable & { readonly page: Page; readonly problems: readonly string[] }

export async function openPage(): Promise<OpenedPage> {
  const script = await bundle()
  const server = createServer(({ url }, answer) => {
    if (url === '/page.js') return answer.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    if (url !== '/') return answer.writeHead(204).end()
    return answer
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>test</title><script src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (entry) => {
    // The browser notes each bad status and each broken connection, whatever the page makes of them.
    if (entry.type() === 'error' && !entry.text().startsWith('Failed to load resource')) problems.push(entry.text())
  })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return {
    page,
    problems,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As a page's bundler does it: no Node in it, or it does not build. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL('page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    conditions: ['@sdex/source'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}
