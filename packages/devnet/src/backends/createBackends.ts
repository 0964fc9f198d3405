import type { CancelTimer, Clock, Random } from '@sdex/primitives'
import type { Network } from '../createNetwork.ts'
import type { Horizon } from '../horizon/createHorizon.ts'
import type { HorizonData } from '../horizon/route.ts'
import { createLedgerView, type Lag, type LedgerView } from './createLedgerView.ts'

/** One server of several behind the same URL. */
export type BackendOptions = Lag & {
  /** It met the assets of each market in the other order: base and counter of its trades change places. @defaultValue false */
  readonly flipsTrades?: boolean | undefined
}

/** Several servers, and how a request gets to one of them. */
export type BackendPlan = {
  readonly backends: readonly BackendOptions[]
  /** In turn, or by chance. A stream stays with the one that it came to. */
  readonly choose: 'roundRobin' | Random
}

/** The servers that answer: as a rule one, which sees every ledger at once. */
export type Backends = {
  /** Who answers the next request. */
  pick(): Horizon
  /** Puts several in the place of the one, or the one back. */
  setPlan(plan: BackendPlan | undefined): void
  /** Makes all of them late, as ingestion is behind stellar-core. */
  setIngestionLag(lag: Lag): void
  /** Call after each commit. */
  committed(): void
  /** Call when the network began anew. */
  restart(): void
  close(): void
}

/** Time after which a server that was taken out has no stream left: they live 55 s. */
const DRAIN_MS = 60_000

type Backend = { readonly horizon: Horizon; readonly view: LedgerView; readonly options: BackendOptions }

/** Makes the one server that answers as a rule. */
export function createBackends(options: {
  readonly network: Network
  readonly clock: Clock
  readonly createBackend: (data: HorizonData) => Horizon
}): Backends {
  const { network, clock, createBackend } = options
  let ingestionLag: Lag = {}
  let turn = 0

  const open = (backend: BackendOptions): Backend => {
    const { flipsTrades = false } = backend
    const view = createLedgerView({ network, clock, flipsTrades, moved: () => horizon.committed() })
    const horizon = createBackend(view.data)
    const opened = { horizon, view, options: backend }
    setLag(opened)
    return opened
  }
  const setLag = ({ view, options: { lagLedgers = 0, lagMs = 0 } }: Backend): void => {
    view.setLag({
      lagLedgers: lagLedgers + (ingestionLag.lagLedgers ?? 0),
      lagMs: lagMs + (ingestionLag.lagMs ?? 0),
    })
  }
  const own = open({})
  let serving: readonly Backend[] = [own]
  let choose: BackendPlan['choose'] = 'roundRobin'
  const draining = new Map<Backend, CancelTimer>()

  const drain = (backend: Backend): void => {
    const cancel = clock.setTimer(() => {
      draining.delete(backend)
      backend.view.close()
    }, DRAIN_MS)
    draining.set(backend, cancel)
  }
  const all = (): Iterable<Backend> => new Set([own, ...serving, ...draining.keys()])

  return {
    pick: () => {
      if (serving.length === 1) return (serving[0] ?? own).horizon
      const at = choose === 'roundRobin' ? turn++ % serving.length : Math.floor(choose() * serving.length)
      return (serving[at] ?? own).horizon
    },
    setPlan: (plan) => {
      for (const backend of serving) if (backend !== own) drain(backend)
      turn = 0
      choose = plan?.choose ?? 'roundRobin'
      serving = plan === undefined ? [own] : plan.backends.map(open)
    },
    setIngestionLag: (lag) => {
      ingestionLag = lag
      for (const backend of all()) setLag(backend)
    },
    committed: () => {
      for (const { view } of all()) view.committed()
    },
    restart: () => {
      for (const { view } of all()) view.restart()
    },
    close: () => {
      for (const cancel of draining.values()) cancel()
      draining.clear()
      for (const { view } of all()) view.close()
    },
  }
}
