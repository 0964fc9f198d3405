import { ClosedError, createScope, type Scope } from '@sdex/primitives'
import { type Control, createControl } from './control/createControl.ts'
import { createEvents } from './control/events.ts'
import type { NetworkSnapshot } from './createNetwork.ts'
import type { Devnet } from './devnet.ts'
import { checkDevnetOptions, type DevnetOptions } from './devnetOptions.ts'
import { createFriendbot } from './friendbot/createFriendbot.ts'
import { createHandle } from './start/createHandle.ts'
import { openNetwork } from './start/openNetwork.ts'
import { type Ledgers, startLedgers } from './start/startLedgers.ts'
import { startServers } from './start/startServers.ts'
import { rootKeypair } from './transactions/createLedger.ts'

/**
 * Starts a Stellar network in this process: a ledger with accounts, trustlines, offers and payments, and a server that speaks Horizon's API about
 * it, streams included. Nothing leaves the machine, and nothing is stored without {@link DevnetOptions.dataFolder}.
 *
 * @param options - Everything has a default: a free port of this machine, a ledger every 5 seconds, the newest protocol.
 * @returns The network, once its servers listen. The caller closes it, by {@link Devnet.close} or `await using`: its listeners and its timer keep the
 * process alive.
 * @throws InvalidOptionError for an option out of range, or a port that cannot be listened on. Whatever was opened is closed then.
 * @throws StoreError when the data folder is in use, of another network or layout, damaged, or cannot be written.
 * @example
 * ```ts
 * import { createDevnet } from '@sdex/devnet'
 *
 * await using net = await createDevnet({ ledgerMs: 1_000 })
 * const root = await (await fetch(net.url)).json()
 * console.log(root.history_latest_ledger) // 1
 * ```
 */
export function createDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  return startDevnet(options, undefined)
}

/** @param from - What it goes on from; a first ledger without it. */
async function startDevnet(options: DevnetOptions, from: NetworkSnapshot | undefined): Promise<Devnet> {
  const scope = createScope()
  try {
    return await open(scope, { options, from })
  } catch (error) {
    await scope.close()
    throw error
  }
}

/** What two networks cannot share. */
const FORKED: DevnetOptions = { port: 0, friendbotPort: 0, controlPort: undefined, dataFolder: undefined }

/** @param scope - Gets whatever is opened, also when something fails in the middle. */
async function open(
  scope: Scope,
  { options, from }: { readonly options: DevnetOptions; readonly from: NetworkSnapshot | undefined },
): Promise<Devnet> {
  const checked = checkDevnetOptions(options)
  const { passphrase, controlPort, host, onError } = checked
  const events = createEvents()
  const opened = await openNetwork(scope, { checked, from, events })
  const root = rootKeypair(passphrase)
  const friendbot = createFriendbot(opened.network, root)
  scope.add(friendbot.close)
  const misfortune: Ledgers['faults']['misfortune'] = (request) => ledgers.faults.misfortune(request)
  const servers = await startServers(scope, { checked, opened, friendbot, misfortune })

  let isOpen = true
  const checkOpen = (): void => {
    if (!isOpen) throw new ClosedError({ message: 'The network was closed.', remedy: 'Start another one.' })
  }
  scope.add(events.close)
  scope.add(() => {
    isOpen = false
  })
  const ledgers = startLedgers(scope, { checked, opened, servers, friendbot, root, events, checkOpen })
  let control: Control | undefined
  const net = createHandle({
    ...{ checked, opened, servers, friendbot, ledgers, events, checkOpen },
    isOpen: () => isOpen,
    controlUrl: () => control?.url,
    startFork: (forked, kept) => startDevnet({ ...options, ...FORKED, ...forked, passphrase }, kept),
    close: scope.close,
  })
  if (controlPort === undefined) return net
  control = await createControl({ net, faults: ledgers.faults }, { host, port: controlPort, onError })
  scope.add(control.close)
  return net
}
