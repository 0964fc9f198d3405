import { ClosedError, createScope, InvalidOptionError, type Scope } from '@sdex/primitives'
import { createResettableNetwork } from './backends/createResettableNetwork.ts'
import { type ClosedLedger, closedLedger } from './closedLedger.ts'
import { type Control, createControl } from './control/createControl.ts'
import { createEvents } from './control/events.ts'
import { tellingNetwork } from './control/tellingNetwork.ts'
import type { Network, NetworkSnapshot, Submission } from './createNetwork.ts'
import type { Devnet } from './devnet.ts'
import { type CheckedOptions, checkDevnetOptions, type DevnetOptions } from './devnetOptions.ts'
import { InvalidEnvelopeError } from './errors.ts'
import { createEffects } from './faults/createEffects.ts'
import { createFaults, type FaultEngine } from './faults/createFaults.ts'
import { createListening } from './faults/createListening.ts'
import { faultsOf } from './faults/faults.ts'
import { createSubmissionFates } from './faults/submissionFates.ts'
import { createFriendbot, FRIENDBOT_AMOUNT } from './friendbot/createFriendbot.ts'
import { startFriendbotService } from './friendbot/startFriendbotService.ts'
import { makeCertificate } from './horizon/certificate.ts'
import { createServer } from './horizon/createServer.ts'
import { startLedgerPace } from './ledgerPace.ts'
import { openStore, type Store } from './store/openStore.ts'
import { rootKeypair } from './transactions/createLedger.ts'

/**
 * Starts a Stellar network in this process: a ledger with accounts, trustlines, offers and payments, and a server that speaks Horizon's API about
 * it, streams included. Nothing is stored; nothing leaves the machine.
 *
 * @throws InvalidOptionError for an option out of range, or a port that cannot be listened on.
 * @example
 * ```ts
 * await using net = await createDevnet({ ledgerMs: 1_000 })
 * const horizon = new Horizon.Server(net.url, { allowHttp: true })
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

/** @param scope - Gets whatever is opened, also when something fails in the middle. */
async function open(
  scope: Scope,
  { options, from }: { readonly options: DevnetOptions; readonly from: NetworkSnapshot | undefined },
): Promise<Devnet> {
  const checked = checkDevnetOptions(options)
  const { passphrase, seed, ledgerMs, clock } = checked
  const fates = createSubmissionFates((transaction) => network.submit(transaction))
  const certificate = checked.tls ? await makeCertificate(checked.host) : undefined
  const store = await storeOf(checked)
  scope.add(() => store?.close())
  const events = createEvents()
  const network = tellingNetwork(
    createResettableNetwork({ ...checked, from: from ?? store?.restored, isWithheld: fates.isWithheld }),
    events,
    store,
  )
  if (store !== undefined && (from !== undefined || store.restored === undefined)) {
    const first = network.snapshot()
    if (first !== undefined) store.replace(first)
  }
  const root = rootKeypair(passphrase)
  const friendbot = createFriendbot(network, root)
  scope.add(friendbot.close)
  const misfortune: FaultEngine['misfortune'] = (request) => faults.misfortune(request)
  const service = await startFriendbotService({
    ...checked,
    ...{ friendbot, certificate, port: checked.friendbotPort, horizonUrl: () => server.url },
  })
  scope.add(service.close)
  const server = createServer({ ...checked, certificate, network, friendbotUrl: service.url, fates, misfortune })
  const listening = createListening(server)
  scope.add(() => listening.setWanted(false))
  scope.add(server.close) // closed before: what fails from then on is no fault of the server

  let isOpen = true
  const checkOpen = (): void => {
    if (!isOpen) throw new ClosedError({ message: 'The network was closed.', remedy: 'Start another one.' })
  }
  const closeLedger = (): ClosedLedger => {
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
  let control: Control | undefined
  await listening.setWanted(true)
  const pace = startLedgerPace({
    clock,
    ledgerMs,
    close: () => {
      if (store?.isBehind !== true) closeLedger() // a disk that is slow holds the ledgers up, not the memory
    },
  })
  const { backends } = server
  const effects = createEffects({ network, backends, listening, fates, pace, keypair: root, onError: checked.onError })
  const faults = createFaults({
    ...{ seed, clock, effects },
    latestLedger: () => network.state.header.ledgerSequence,
    onChange: (type, { id, fault }) => events.emit({ type, id, fault }),
  })
  const setClock = (isRunning: boolean): void => {
    checkOpen()
    if (ledgerMs === 'manual' || pace.isRunning === isRunning) return
    pace.setRunning(isRunning)
    events.emit({ type: isRunning ? 'clockStarted' : 'clockStopped' })
  }
  scope.add(events.close)
  scope.add(() => {
    isOpen = false
  })
  scope.add(faults.close)
  scope.add(pace.stop)
  const net: Devnet = {
    url: server.url,
    friendbotUrl: service.url,
    certificate: certificate?.certificate,
    passphrase,
    seed,
    closeLedger: async () => {
      await store?.caughtUp()
      return closeLedger()
    },
    fund: async ({ accountId, amount = FRIENDBOT_AMOUNT }) => {
      checkOpen()
      const { hash } = await friendbot.fund(accountId, amount)
      return { hash }
    },
    submit: (envelopeXdr) => {
      checkOpen()
      return submit(network, envelopeXdr)
    },
    account: (accountId) => network.state.account(accountId),
    offersOf: (accountId) => network.state.offersOf(accountId),
    onLedgerClosed: (listener) =>
      events.listen((event) => {
        if (event.type === 'ledgerClosed') listener(event.closed)
      }),
    onEvent: events.listen,
    stopListening: () => listening.setWanted(false),
    listen: async () => {
      checkOpen()
      await listening.setWanted(true)
    },
    get ledger() {
      return network.state.header.ledgerSequence
    },
    get isClockRunning() {
      return isOpen && pace.isRunning
    },
    stopClock: () => setClock(false),
    startClock: () => setClock(true),
    snapshot: ({ ledger } = {}) => {
      const kept = network.snapshot(ledger)
      if (kept === undefined) throw notAtHand(ledger)
      return {
        ledger: kept.sealed.header.ledgerSequence,
        restore: () => {
          checkOpen()
          effects.goOver(() => network.restore(kept))
          events.emit({ type: 'restored', ledger: kept.sealed.header.ledgerSequence })
        },
        fork: (forked = {}) => startDevnet({ ...options, ...FORKED, ...forked, passphrase }, kept),
      }
    },
    get controlUrl() {
      return control?.url
    },
    faults: faultsOf(faults),
    close: scope.close,
    [Symbol.asyncDispose]: scope.close,
  }
  const { controlPort, host, onError } = checked
  if (controlPort !== undefined) {
    control = await createControl({ net, faults }, { host, port: controlPort, onError })
    scope.add(control.close)
  }
  return net
}

/** What two networks cannot share. */
const FORKED: DevnetOptions = { port: 0, friendbotPort: 0, controlPort: undefined, dataFolder: undefined }

/** A folder that is one network's: of another passphrase nothing could be signed, and of another seed no key would fit. */
async function storeOf({
  dataFolder,
  passphrase,
  protocol,
  seed,
  historyLedgers,
  onError,
}: CheckedOptions): Promise<Store | undefined> {
  if (dataFolder === undefined) return undefined
  const identity = `protocol ${protocol}, seed ${seed}, passphrase "${passphrase}"`
  return openStore({ folder: dataFolder, identity, historyLedgers, onError })
}

function notAtHand(ledger: number | undefined): InvalidOptionError {
  return new InvalidOptionError({
    message: `Ledger ${ledger} is not at hand.`,
    remedy: 'Name one of the last 64 ledgers, or take snapshots as they come.',
    input: ledger,
  })
}

function submit(network: Network, envelopeXdr: string): Submission & { readonly hash: string } {
  const transaction = network.decode(envelopeXdr)
  if (transaction !== undefined) return { ...network.submit(transaction), hash: transaction.hash }
  throw new InvalidEnvelopeError({
    message: 'The text is no transaction envelope.',
    remedy: "Give a signed transaction as base64, such as the SDK's `transaction.toXDR()`.",
    input: envelopeXdr,
  })
}
