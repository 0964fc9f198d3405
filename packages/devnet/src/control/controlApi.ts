import { InvalidOptionError, parseAmount } from '@sdex/primitives'
import { checkWhole } from '../checkWhole.ts'
import type { Devnet, DevnetSnapshot } from '../devnet.ts'
import type { FaultEngine } from '../faults/createFaults.ts'
import type { Fault, ScenarioStep } from '../faults/fault.ts'
import { createRouter } from '../horizon/router.ts'
import type { ControlRoute, Fields } from './controlRoute.ts'
import { createForks, type Forks } from './createForks.ts'
import { NotThereError, notThere, tooMany } from './refusals.ts'

/** What was asked of a devnet. */
export type ControlRequest = {
  readonly method: string
  /** Such as `/snapshots/7/restore`. */
  readonly path: string
  /** Undefined without a body. */
  readonly body: unknown
}

/** What control acts upon. */
export type Controlled = {
  readonly net: Devnet
  readonly faults: Pick<FaultEngine, 'inject' | 'play' | 'remove'>
}

export type ControlApi = {
  /**
   * Does what is asked.
   *
   * @returns The body of the answer.
   * @throws SdexError for what cannot be done, {@link NotThereError} for what is not there.
   */
  answer(request: ControlRequest): Promise<unknown>
  /** Ends the networks that were forked. */
  close(): Promise<void>
}

/** Bounds of what is kept, and done, on request. */
const [MAX_SNAPSHOTS, MAX_LEDGERS] = [100, 1_000]

/** A devnet's own functions as requests. */
export function createControlApi({ net, faults }: Controlled): ControlApi {
  const forks = createForks()
  const snapshots = snapshotRoutes(net, forks)
  const routes = [...networkRoutes(net), ...faultRoutes(net, faults), ...snapshots, ...forks.routes]
  const router = createRouter<ControlRoute>(routes)
  return {
    answer: async ({ method, path, body }) => {
      const match = router.match(path).find(({ target }) => target.method === method)
      if (match === undefined) {
        const remedy = 'See the list of requests in the README.'
        throw new NotThereError({ message: `There is no ${method} ${path}.`, remedy })
      }
      const { target, params } = match
      return (await target.handle({ id: params['id'] ?? '', fields: fieldsOf(body), body })) ?? {}
    },
    close: forks.close,
  }
}

function networkRoutes(net: Devnet): readonly ControlRoute[] {
  const setClock = (turn: () => void): unknown => {
    turn()
    return { isClockRunning: net.isClockRunning }
  }
  return [
    { method: 'GET', path: '/', handle: () => describe(net) },
    { method: 'POST', path: '/ledgers', handle: ({ fields }) => closeLedgers(net, countOf(fields)) },
    { method: 'POST', path: '/clock/stop', handle: () => setClock(net.stopClock) },
    { method: 'POST', path: '/clock/start', handle: () => setClock(net.startClock) },
    { method: 'POST', path: '/fund', handle: ({ fields }) => net.fund(fundOf(fields)) },
  ]
}

function faultRoutes(net: Devnet, faults: Controlled['faults']): readonly ControlRoute[] {
  const remove = (id: string): void => {
    if (!faults.remove(id)) throw notThere('fault', id)
  }
  return [
    { method: 'GET', path: '/faults', handle: () => ({ faults: net.faults.list() }) },
    { method: 'DELETE', path: '/faults', handle: () => net.faults.clear() },
    { method: 'POST', path: '/faults', handle: ({ body }) => ({ id: faults.inject(body as Fault).id }) },
    { method: 'DELETE', path: '/faults/{id}', handle: ({ id }) => remove(id) },
    {
      method: 'POST',
      path: '/scenarios',
      handle: ({ body }) => ({ id: faults.play(body as readonly ScenarioStep[]).id }),
    },
  ]
}

/** Snapshots by their ids. */
function snapshotRoutes(net: Devnet, forks: Forks): readonly ControlRoute[] {
  const snapshots = new Map<string, DevnetSnapshot>()
  let lastId = 0

  const take = (ledger: number | undefined): unknown => {
    if (snapshots.size >= MAX_SNAPSHOTS) throw tooMany('snapshots', MAX_SNAPSHOTS)
    const snapshot = net.snapshot({ ledger })
    const id = String(++lastId)
    snapshots.set(id, snapshot)
    return { id, ledger: snapshot.ledger }
  }
  const found = (id: string): DevnetSnapshot => {
    const snapshot = snapshots.get(id)
    if (snapshot === undefined) throw notThere('snapshot', id)
    return snapshot
  }
  const remove = (id: string): void => {
    if (!snapshots.delete(id)) throw notThere('snapshot', id)
  }
  return [
    { method: 'POST', path: '/snapshots', handle: ({ fields }) => take(wholeField(fields, 'ledger')) },
    { method: 'DELETE', path: '/snapshots/{id}', handle: ({ id }) => remove(id) },
    { method: 'POST', path: '/snapshots/{id}/restore', handle: ({ id }) => found(id).restore() },
    {
      method: 'POST',
      path: '/snapshots/{id}/fork',
      handle: ({ id, fields }) => forks.start(found(id), fields['ledgerMs']),
    },
  ]
}

function describe(net: Devnet): unknown {
  return {
    horizon: net.url,
    control: net.controlUrl,
    passphrase: net.passphrase,
    friendbot: net.friendbotUrl,
    ledger: net.ledger,
    isClockRunning: net.isClockRunning,
  }
}

async function closeLedgers(net: Devnet, count: number): Promise<unknown> {
  const closed = []
  for (let ledger = 0; ledger < count; ledger += 1) {
    closed.push(await net.closeLedger())
    await new Promise(setImmediate) // requests have their turn between two ledgers
  }
  return { closed }
}

function fieldsOf(body: unknown): Fields {
  if (body === undefined || Array.isArray(body)) return {}
  if (typeof body === 'object' && body !== null) return body as Fields
  throw new InvalidOptionError({ message: 'The body is no JSON object.', remedy: 'Send an object.', input: body })
}

function countOf(fields: Fields): number {
  return wholeField(fields, 'count', MAX_LEDGERS) ?? 1
}

function wholeField(fields: Fields, name: string, max = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = fields[name] ?? undefined
  if (value === undefined) return undefined
  checkWhole(name, value, { min: 1, max })
  return Number(value)
}

/** `amount` is in units, as Horizon writes amounts. */
function fundOf({ accountId, amount }: Fields): Parameters<Devnet['fund']>[0] {
  return { accountId: accountId as string, amount: amount === undefined ? undefined : parseAmount(String(amount)) }
}
