import {
  createFetchBackend,
  createHorizonClient,
  type HorizonClient,
  type HorizonClientOptions,
} from '../../src/index.ts'

/** What the page can do; the test calls it by name. */
export type Page = {
  /** Reads, and what can be seen of an answer's headers. */
  read(url: string, accountId: string): Promise<{ sequence: string; ledger: number; fault: string; hidden: boolean }>
  /** Follows the ledgers into `window.seen`. */
  follow(url: string): Promise<void>
  submit(url: string, envelopeXdr: string): Promise<string>
  /** What was left under way after all clients were closed. */
  close(): Promise<void>
}

declare global {
  var page: Page
  var seen: { sequences: number[]; states: string[] }
}

const clients: HorizonClient[] = []

function make(options: HorizonClientOptions): HorizonClient {
  const client = createHorizonClient(options)
  clients.push(client)
  return client
}

globalThis.seen = { sequences: [], states: [] }

globalThis.page = {
  read: async (url, accountId) => {
    const client = make({ horizonUrl: url, headers: { 'x-app-name': 'test' } }) // of no simple kind: asked for first
    const { ledger, value } = await client.account(accountId)
    const { headers } = await client.raw.get('/ledgers?limit=1')
    const dead = make({ horizonUrl: 'http://127.0.0.1:9', backend: createFetchBackend() })
    const fault = await dead.feeStats().then(
      () => 'none',
      ({ code, fault }: { code: string; fault: string }) => `${code} ${fault}`,
    )
    return { sequence: String(value.sequence), ledger, fault, hidden: headers['x-ratelimit-limit'] === undefined }
  },
  follow: async (url) => {
    const { records$, status$ } = make({ horizonUrl: url }).ledgerStream()
    status$.subscribe(({ state }) => globalThis.seen.states.push(state))
    records$.subscribe(({ sequence }) => globalThis.seen.sequences.push(sequence))
  },
  submit: async (url, envelopeXdr) => {
    const { status } = await make({ horizonUrl: url }).submit(envelopeXdr, { timeoutMs: 20_000 })
    return status
  },
  close: async () => {
    await Promise.all(clients.map((client) => client.close()))
  },
}
