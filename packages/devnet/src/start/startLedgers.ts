import type { Scope } from '@sdex/primitives'
import type { Keypair } from '@stellar/stellar-sdk'
import { type ClosedLedger, closedLedger } from '../closedLedger.ts'
import type { Events } from '../control/events.ts'
import type { CheckedOptions } from '../devnetOptions.ts'
import { createEffects, type NetworkEffects } from '../faults/createEffects.ts'
import { createFaults, type FaultEngine } from '../faults/createFaults.ts'
import type { Friendbot } from '../friendbot/createFriendbot.ts'
import { type LedgerPace, startLedgerPace } from '../ledgerPace.ts'
import type { OpenedNetwork } from './openNetwork.ts'
import type { Servers } from './startServers.ts'

/** What closes a network's ledgers, and what goes wrong with them. */
export type Ledgers = {
  /** Closes one now, and tells whoever waits for it. */
  close(): ClosedLedger
  readonly pace: LedgerPace
  readonly effects: NetworkEffects
  readonly faults: FaultEngine
}

/** Lets ledgers close. @param options.checkOpen - Throws once the network is closed. */
export function startLedgers(
  scope: Scope,
  options: {
    readonly checked: CheckedOptions
    readonly opened: OpenedNetwork
    readonly servers: Servers
    readonly friendbot: Friendbot
    readonly root: Keypair
    readonly events: Events
    readonly checkOpen: () => void
  },
): Ledgers {
  const { checked, opened, servers, friendbot, root, events, checkOpen } = options
  const { network, fates, store } = opened
  const { server, listening } = servers
  const { clock, ledgerMs, seed, onError } = checked

  const closeNow = (): ClosedLedger => {
    checkOpen()
    friendbot.submitWaiting()
    const close = network.close(effects.takeCloseRequest())
    setImmediate(setImmediate, network.prepare) // a turn of its own, after the first streams were told
    const closed = closedLedger(close)
    const history = network.history.closed(closed.sequence)
    if (history !== undefined) store?.append({ close, history, assets: network.history.assets() })
    friendbot.settle()
    fates.ledgerClosed()
    server.committed()
    faults.ledgerClosed()
    events.emit({ type: 'ledgerClosed', closed })
    return closed
  }
  const closeUnlessBehind = (): void => {
    if (store?.isBehind !== true) closeNow() // a disk that is slow holds the ledgers up, not the memory
  }
  const pace = startLedgerPace({ clock, ledgerMs, close: closeUnlessBehind })
  const effects = createEffects({
    ...{ network, listening, fates, pace, onError },
    backends: server.backends,
    keypair: root,
  })
  const faults = createFaults({
    ...{ seed, clock, effects },
    latestLedger: () => network.state.header.ledgerSequence,
    onChange: (type, { id, fault }) => events.emit({ type, id, fault }),
  })
  scope.add(faults.close)
  scope.add(pace.stop)
  return { close: closeNow, pace, effects, faults }
}
