import { type Clock, sleep } from '@sdex/primitives'
import type { FeeBumpTransaction, Keypair, Transaction, xdr } from '@stellar/stellar-sdk'
import { ExpectationError, SkippedError } from './errors.ts'
import { createEventReader, type EventReader } from './eventReader.ts'
import { at, isObject, type Json, type JsonObject, listAt, textAt } from './json.ts'
import { type Party, signedTransaction, type Terms } from './party.ts'
import type { Stage } from './stage/stage.ts'
import { createWire, type RawAnswer, type RawRequest, type Wire } from './wire.ts'

/** An answer with its body read. */
export type Answer = RawAnswer & {
  readonly text: string
  /** Undefined when the body is no JSON. */
  readonly body: Json | undefined
}

/** What a card looks at a server with. Everything ends with the card. */
export type Probe = {
  /** Where the server is, without a slash at the end: what links begin with. */
  readonly horizonUrl: string
  /** The cards' own accounts, offers and trades. */
  readonly stage: Stage
  /** A request of any kind; GET without more. */
  ask(path: string, request?: RawRequest): Promise<Answer>
  /** A GET with these headers. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** The body of a GET that must succeed. */
  read(path: string): Promise<JsonObject>
  /** The records of a page. */
  records(path: string): Promise<readonly Json[]>
  /** The first record of a page; a card that finds none is skipped. */
  first(path: string): Promise<Json>
  /** A POST of a form. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  /** Opens a stream, which must succeed. */
  events(path: string, headers?: Readonly<Record<string, string>>): Promise<EventReader>
  /** The same tools on a server that limits requests as the public ones do, and whose limit may be used up. */
  readonly limited: Probe
  /** Asks friendbot for an account, wherever the server sends one for that. */
  friendbot(accountId: string, method?: 'GET' | 'POST'): Promise<Answer>
  /** A key that nobody has used. */
  createKeypair(): Keypair
  /** A new account out of friendbot. */
  fund(): Promise<Party>
  /** Signs with the account's next sequence number. */
  sign(party: Party, operations: readonly xdr.Operation[], terms?: Terms): Promise<Transaction>
  /** Submits and waits for the ledger. */
  submit(transaction: Transaction | FeeBumpTransaction): Promise<Answer>
  /** Signs, submits, and must succeed; the transaction's record. */
  send(party: Party, operations: readonly xdr.Operation[], terms?: Terms): Promise<JsonObject>
  /** Waits until so many more ledgers have closed. */
  ledgers(count: number): Promise<void>
  /** Waits as long as a stream may take to tell what a ledger changed. */
  quiet(): Promise<void>
  wait(ms: number): Promise<void>
}

export type ProbeOptions = {
  readonly horizonUrl: string
  readonly wire: Wire
  readonly clock: Clock
  /** Ends everything that is under way. */
  readonly signal: AbortSignal
  readonly stage?: (() => Stage) | undefined
  readonly limited?: Pick<ProbeOptions, 'horizonUrl' | 'wire'> | undefined
  /** Between two looks whether a ledger has closed. */
  readonly pollMs: number
  /** What a stream may take after a ledger. */
  readonly quietMs: number
  /** Whether an answer that the rate limit refuses is waited out, as on a server that others use too. */
  readonly waitsForLimits: boolean
  /** Of the keys of new accounts. */
  readonly createKeypair: () => Keypair
}

/** Makes the tools of one card. */
export function createProbe(options: ProbeOptions): Probe {
  const { horizonUrl, wire, clock, signal, pollMs, quietMs } = options

  const wait: Probe['wait'] = (ms) => sleep(clock, ms, signal)
  const ask: Probe['ask'] = async (path, request = {}) => {
    const answer = await wire.request(path, request, signal)
    if (answer.status === 429 && options.waitsForLimits) {
      await wait(retryMs(answer.headers))
      return ask(path, request)
    }
    if (options.waitsForLimits && isScarce(answer.headers)) await wait(SCARCE_WAIT_MS)
    return readAnswer(answer)
  }
  const get: Probe['get'] = (path, headers) => ask(path, { headers })
  const read: Probe['read'] = async (path) => {
    const { status, body } = await get(path)
    if (status === 200 && isObject(body)) return body
    throw new ExpectationError({ what: `GET ${path}`, actual: body ?? status, expected: 'status 200 and an object' })
  }
  const records: Probe['records'] = async (path) => listAt(await read(path), '_embedded.records')
  const first: Probe['first'] = async (path) => {
    const [record] = await records(path)
    if (record === undefined) throw new SkippedError(`There is nothing in ${path}.`)
    return record
  }
  const post: Probe['post'] = (path, fields) =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  const events: Probe['events'] = async (path, headers = {}) => {
    const message = await wire.open(path, { headers: { Accept: 'text/event-stream', ...headers } }, signal)
    const type = message.headers['content-type']
    if (message.statusCode === 200 && type?.startsWith('text/event-stream') === true) return createEventReader(message)
    message.destroy()
    if (message.statusCode === 429 && options.waitsForLimits) {
      await wait(retryMs(message.headers))
      return events(path, headers)
    }
    const actual = `${message.statusCode} ${type}`
    throw new ExpectationError({ what: `stream of ${path}`, actual, expected: '200 text/event-stream' })
  }
  const friendbot: Probe['friendbot'] = async (accountId, method = 'GET') => {
    const answer = await ask(`/friendbot?addr=${accountId}`, { method })
    const { location } = answer.headers
    if (answer.status !== 307 || location === undefined) return answer
    const { origin, pathname, search } = new URL(location)
    await using elsewhere = createWire(new URL(origin))
    return readAnswer(await elsewhere.request(`${pathname}${search}`, { method }, signal))
  }
  const fund: Probe['fund'] = async () => {
    const keypair = options.createKeypair()
    const { status, text } = await friendbot(keypair.publicKey())
    if (status === 200) return { keypair, id: keypair.publicKey() }
    throw new ExpectationError({ what: 'friendbot', actual: `${status} ${text}`, expected: 'status 200' })
  }
  const passphrase = async (): Promise<string> =>
    options.stage?.().passphrase ?? textAt(await read('/'), 'network_passphrase')
  const sign: Probe['sign'] = async (party, operations, terms) => {
    const sequence = BigInt(textAt(await read(`/accounts/${party.id}`), 'sequence'))
    return signedTransaction({ passphrase: await passphrase(), sequence, party }, operations, terms)
  }
  const submit: Probe['submit'] = (transaction) => post('/transactions', { tx: transaction.toXDR() })
  const send: Probe['send'] = async (party, operations, terms) => {
    const { status, body } = await submit(await sign(party, operations, terms))
    if (status === 200 && isObject(body)) return body
    throw new ExpectationError({
      what: 'submission',
      actual: at(body, 'extras.result_codes') ?? body ?? status,
      expected: 'status 200',
    })
  }
  const newest = async (): Promise<number> => Number(textAt(await first('/ledgers?order=desc&limit=1'), 'sequence'))
  const ledgers: Probe['ledgers'] = async (count) => {
    const goal = (await newest()) + count
    while ((await newest()) < goal) await wait(pollMs)
  }
  return {
    horizonUrl,
    get stage() {
      if (options.stage === undefined) throw new SkippedError('The stage was not prepared.')
      return options.stage()
    },
    get limited() {
      if (options.limited === undefined) throw new SkippedError('There is no server whose limit may be used up.')
      return createProbe({ ...options, ...options.limited, limited: undefined, waitsForLimits: false })
    },
    friendbot,
    ask,
    get,
    read,
    records,
    first,
    post,
    events,
    createKeypair: options.createKeypair,
    fund,
    sign,
    submit,
    send,
    ledgers,
    quiet: () => wait(quietMs),
    wait,
  }
}

/** Streams take of the same limit with each ledger, and end where nothing is left: some is left to them. */
const RESERVE = 20
/** Longer than the public servers take to give one request back. */
const SCARCE_WAIT_MS = 1_500

function isScarce(headers: RawAnswer['headers']): boolean {
  const remaining = headers['x-ratelimit-remaining']
  return typeof remaining === 'string' && Number(remaining) < RESERVE
}

/** What a refusal says, or a second: streams are refused without the header. */
function retryMs(headers: RawAnswer['headers']): number {
  const seconds = Number(headers['retry-after'] ?? '1')
  return 1_000 * (seconds >= 0 ? Math.min(seconds, 60) : 1)
}

function readAnswer(answer: RawAnswer): Answer {
  const text = answer.bytes.toString()
  return { ...answer, text, body: parse(text) }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined // such as the empty body of a 405
  }
}
