import type { Agent } from 'undici'
import { codeOf, issuer, marketOf } from './bodies.ts'
import type { Kind } from './children.ts'

/**
 * Holds streams of books through one client and drops what comes. Tells whenever another message has come on each of them; at the message `usage`, what
 * the process has used so far. Only the client that is measured is loaded.
 */
export type Usage = { readonly cpuMs: number; readonly rssKb: number }

const [, , kind = 'ours', url = '', streams = '0'] = process.argv
const count = Number(streams)

let received = 0
function onBook(): void {
  received += 1
  if (received % count === 0) process.send?.('wave')
}

const openers: Readonly<Record<Kind, () => Promise<(index: number) => void>>> = {
  ours: async () => {
    const { createHorizonClient } = await import('../../src/index.ts')
    const client = createHorizonClient({ horizonUrl: url })
    return (index) => void client.orderBookStream(marketOf(index)).records$.subscribe(onBook)
  },
  sdk: async () => {
    const { Asset, Horizon } = await import('@stellar/stellar-sdk')
    const server = new Horizon.Server(url, { allowHttp: true })
    return (index) =>
      void server.orderbook(Asset.native(), new Asset(codeOf(index), issuer)).stream({ onmessage: onBook })
  },
  undici: async () => {
    const { Agent } = await import('undici')
    const agent = new Agent({ bodyTimeout: 0, headersTimeout: 0 })
    return (index) => void readRaw(agent, index)
  },
}

/** The least that reads such a stream: events as the server writes them, one line of data each. */
async function readRaw(agent: Agent, index: number): Promise<void> {
  const asset = { buying_asset_type: 'credit_alphanum4', buying_asset_code: codeOf(index), buying_asset_issuer: issuer }
  const path = `/order_book?${new URLSearchParams({ selling_asset_type: 'native', ...asset })}`
  const headers = { accept: 'text/event-stream' }
  const { body } = await agent.request({ origin: url, method: 'GET', path, headers })
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true })
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const data = text.indexOf('data: ')
      const isMessage = text.indexOf('event: ') === -1 || text.indexOf('event: ') > data
      if (isMessage && data < end) {
        JSON.parse(text.slice(data + 6, end))
        onBook()
      }
      text = text.slice(end + 2)
    }
  }
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1_000, rssKb: process.memoryUsage.rss() / 1_024 }
}

const open = await openers[kind as Kind]()
for (let index = 0; index < count; index += 1) open(index)
process.on('message', () => process.send?.(usage()))
process.once('disconnect', () => process.exit())
process.send?.('ready')
