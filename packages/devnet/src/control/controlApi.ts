import { InvalidOptionError, isAccountId, isSdexError, parseAmount } from '@sdex/primitives'
import type { Devnet, DevnetSnapshot } from '../devnet.ts'
import type { Fault, ScenarioStep } from '../faults/fault.ts'

/** What was asked of a devnet: `POST /ledgers` is `{ method: 'POST', path: ['ledgers'] }`. */
export type ControlRequest = {
  readonly method: string
  readonly path: readonly string[]
  /** Undefined without a body. */
  readonly body: unknown
}

/** A JSON answer. */
export type ControlReply = { readonly status: number; readonly body: unknown }

export type ControlApi = {
  /** Does what is asked. Bad input is answered 400 with what to write. */
  answer(request: ControlRequest): Promise<ControlReply>
  /** Ends the networks that were forked. */
  close(): Promise<void>
}

/** Bounds of what control keeps on request. */
const [MAX_SNAPSHOTS, MAX_FORKS, MAX_LEDGERS] = [100, 16, 1_000]

/** A devnet's own functions as requests. */
export function createControlApi(net: Devnet): ControlApi {
  const snapshots = new Map<string, DevnetSnapshot>()
  const faults = new Map<string, () => void>()
  const forks: Devnet[] = []
  let lastId = 0

  const nextId = (): string => String(++lastId)
  const describe = () => ({
    horizon: net.url,
    control: net.controlUrl,
    passphrase: net.passphrase,
    friendbot: net.friendbotUrl,
    ledger: net.ledger,
    isClockRunning: net.isClockRunning,
  })
  const closeLedgers = async (count: number) => {
    const closed = []
    for (let ledger = 0; ledger < count; ledger += 1) {
      closed.push(await net.closeLedger())
      await new Promise(setImmediate) // requests have their turn between two ledgers
    }
    return { closed }
  }
  const takeSnapshot = (ledger: number | undefined) => {
    if (snapshots.size >= MAX_SNAPSHOTS) throw tooMany('snapshots', MAX_SNAPSHOTS)
    const snapshot = net.snapshot({ ledger })
    const id = nextId()
    snapshots.set(id, snapshot)
    return { id, ledger: snapshot.ledger }
  }
  const fork = async (snapshot: DevnetSnapshot, ledgerMs: unknown) => {
    if (forks.length >= MAX_FORKS) throw tooMany('forks', MAX_FORKS)
    const options = ledgerMs === undefined ? {} : { ledgerMs: ledgerMs as number }
    const forked = await snapshot.fork({ ...options, controlPort: 0 })
    forks.push(forked)
    return { horizon: forked.url, control: forked.controlUrl, ledger: forked.ledger }
  }
  const inject = (fault: Fault) => {
    const id = nextId()
    faults.set(id, net.faults.inject(fault))
    return { id }
  }
  const found = <Value>(map: ReadonlyMap<string, Value>, id: string | undefined): Value => {
    const value = map.get(id ?? '')
    if (value === undefined)
      throw new NotThereError({ message: `There is no ${id}.`, remedy: 'Use an id that was given out.' })
    return value
  }

  const run = async ({ method, path, body }: ControlRequest): Promise<unknown> => {
    const fields = fieldsOf(body)
    const [first, id, action] = path
    switch (
      `${method} /${[first, id === undefined ? undefined : '{id}', action].filter((step) => step !== undefined).join('/')}`
    ) {
      case 'GET /':
        return describe()
      case 'POST /ledgers':
        return closeLedgers(wholeField(fields, 'count', { fallback: 1, max: MAX_LEDGERS }) ?? 1)
      case 'POST /clock/{id}':
        return clock(net, id)
      case 'POST /fund':
        return net.fund(fundField(fields))
      case 'POST /snapshots':
        return takeSnapshot(wholeField(fields, 'ledger', {}))
      case 'POST /snapshots/{id}/restore':
        return found(snapshots, id).restore()
      case 'POST /snapshots/{id}/fork':
        return fork(found(snapshots, id), fields['ledgerMs'])
      case 'DELETE /snapshots/{id}':
        return found(snapshots, id) && snapshots.delete(id ?? '') && {}
      case 'GET /faults':
        return { faults: net.faults.list() }
      case 'POST /faults':
        return inject(fields as unknown as Fault)
      case 'DELETE /faults/{id}':
        return found(faults, id)()
      case 'DELETE /faults':
        return net.faults.clear()
      case 'POST /scenarios': {
        const play = net.faults.play((Array.isArray(body) ? body : []) as readonly ScenarioStep[])
        const scenario = nextId()
        faults.set(scenario, play)
        return { id: scenario }
      }
      default:
        throw new NotThereError({
          message: `There is no ${method} /${path.join('/')}.`,
          remedy: 'See the list of requests in the README.',
        })
    }
  }
  return {
    answer: async (request) => {
      try {
        return { status: 200, body: (await run(request)) ?? {} }
      } catch (error) {
        if (!isSdexError(error)) throw error
        const { code, message } = error // which ends in what to do
        return { status: error instanceof NotThereError ? 404 : 400, body: { code, message } }
      }
    },
    close: async () => {
      await Promise.all(forks.map((forked) => forked.close()))
    },
  }
}

/** What was asked for is not there. */
class NotThereError extends InvalidOptionError {}

function clock(net: Devnet, action: string | undefined): unknown {
  if (action !== 'stop' && action !== 'start')
    throw new NotThereError({ message: `The clock cannot ${action}.`, remedy: 'POST to /clock/stop or /clock/start.' })
  if (action === 'stop') net.stopClock()
  else net.startClock()
  return { isClockRunning: net.isClockRunning }
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined || Array.isArray(body)) return {}
  if (typeof body === 'object' && body !== null) return body as Readonly<Record<string, unknown>>
  throw new InvalidOptionError({ message: 'The body is no JSON object.', remedy: 'Send an object.', input: body })
}

function wholeField(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  { fallback, max = Number.MAX_SAFE_INTEGER }: { readonly fallback?: number; readonly max?: number },
): number | undefined {
  const value = fields[name] ?? fallback
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new InvalidOptionError({
    message: `${name} ${String(value)} is not possible.`,
    remedy: `Give a whole number from 1 to ${max}.`,
    input: value,
  })
}

/** `amount` is in units, as Horizon writes amounts. */
function fundField({ accountId, amount }: Readonly<Record<string, unknown>>): Parameters<Devnet['fund']>[0] {
  if (typeof accountId !== 'string' || !isAccountId(accountId)) {
    throw new InvalidOptionError({
      message: 'accountId is no account id.',
      remedy: 'Give the 56 characters that begin with G.',
      input: accountId,
    })
  }
  return { accountId, amount: amount === undefined ? undefined : parseAmount(String(amount)) }
}

function tooMany(what: string, max: number): InvalidOptionError {
  return new InvalidOptionError({
    message: `There are ${max} ${what}.`,
    remedy: 'Delete some, or start another network.',
  })
}
