import { ClosedError } from '@sdex/primitives'
import type { Devnet, DevnetSnapshot } from '../devnet.ts'
import type { ControlRoute } from './controlRoute.ts'
import { notThere, tooMany } from './refusals.ts'

/** Networks that were forked on request. */
export type Forks = {
  readonly routes: readonly ControlRoute[]
  /**
   * Starts one.
   *
   * @param ledgerMs - Undefined: as the network that it is forked from.
   * @returns How it is told of.
   */
  start(snapshot: DevnetSnapshot, ledgerMs: unknown): Promise<unknown>
  /** Ends all of them. */
  close(): Promise<void>
}

const MAX_FORKS = 16

export function createForks(): Forks {
  /** Also those that are being started, so that they count. */
  const forks = new Map<string, Promise<Devnet>>()
  let isClosed = false
  let lastId = 0

  const start: Forks['start'] = async (snapshot, ledgerMs) => {
    if (isClosed) throw new ClosedError({ message: 'The network was closed.', remedy: 'Start another one.' })
    if (forks.size >= MAX_FORKS) throw tooMany('forks', MAX_FORKS)
    const options = ledgerMs === undefined ? {} : { ledgerMs: ledgerMs as number }
    const starting = snapshot.fork({ ...options, controlPort: 0 })
    const id = String(++lastId)
    forks.set(id, starting)
    try {
      return describeFork(id, await starting)
    } catch (error) {
      forks.delete(id)
      throw error
    }
  }
  const remove = async (id: string): Promise<void> => {
    const fork = forks.get(id)
    if (fork === undefined) throw notThere('fork', id)
    forks.delete(id)
    await (await fork).close()
  }
  const list = async (): Promise<unknown> => {
    const started = await Promise.allSettled([...forks].map(async ([id, fork]) => describeFork(id, await fork)))
    return { forks: started.flatMap((fork) => (fork.status === 'fulfilled' ? [fork.value] : [])) }
  }
  return {
    routes: [
      { method: 'GET', path: '/forks', handle: list },
      { method: 'DELETE', path: '/forks/{id}', handle: ({ id }) => remove(id) },
    ],
    start,
    close: async () => {
      isClosed = true
      await Promise.allSettled([...forks.keys()].map(remove))
    },
  }
}

function describeFork(id: string, { url, controlUrl, ledger }: Devnet): unknown {
  return { id, horizon: url, control: controlUrl, ledger }
}
