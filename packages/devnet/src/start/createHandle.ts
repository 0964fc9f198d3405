import { InvalidOptionError, type Scope } from '@sdex/primitives'
import type { Events } from '../control/events.ts'
import type { Network, NetworkSnapshot, Submission } from '../createNetwork.ts'
import type { Devnet, DevnetSnapshot } from '../devnet.ts'
import type { CheckedOptions, DevnetOptions } from '../devnetOptions.ts'
import { InvalidEnvelopeError } from '../errors.ts'
import { faultsOf } from '../faults/faults.ts'
import { FRIENDBOT_AMOUNT, type Friendbot } from '../friendbot/createFriendbot.ts'
import type { OpenedNetwork } from './openNetwork.ts'
import type { Ledgers } from './startLedgers.ts'
import type { Servers } from './startServers.ts'

/** Everything that a network at work consists of. */
export type Parts = {
  readonly checked: CheckedOptions
  readonly opened: OpenedNetwork
  readonly servers: Servers
  readonly friendbot: Friendbot
  readonly ledgers: Ledgers
  readonly events: Events
  /** Throws once the network is closed. */
  readonly checkOpen: () => void
  readonly isOpen: () => boolean
  /** Undefined without control. */
  readonly controlUrl: () => string | undefined
  readonly startFork: (options: DevnetOptions, from: NetworkSnapshot) => Promise<Devnet>
  readonly close: Scope['close']
}

/** What users hold of a network at work. */
export function createHandle(parts: Parts): Devnet {
  const { checked, opened, servers, friendbot, ledgers, events, checkOpen } = parts
  const { network, store } = opened
  const { server, listening } = servers
  const setClock = (isRunning: boolean): void => {
    checkOpen()
    if (checked.ledgerMs === 'manual' || ledgers.pace.isRunning === isRunning) return
    ledgers.pace.setRunning(isRunning)
    events.emit({ type: isRunning ? 'clockStarted' : 'clockStopped' })
  }
  return {
    url: server.url,
    friendbotUrl: servers.friendbotUrl,
    certificate: servers.certificate,
    passphrase: checked.passphrase,
    seed: checked.seed,
    closeLedger: async () => {
      await store?.caughtUp()
      return ledgers.close()
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
      return parts.isOpen() && ledgers.pace.isRunning
    },
    stopClock: () => setClock(false),
    startClock: () => setClock(true),
    snapshot: ({ ledger } = {}) => takeSnapshot(parts, ledger),
    get controlUrl() {
      return parts.controlUrl()
    },
    faults: faultsOf(ledgers.faults),
    close: parts.close,
    [Symbol.asyncDispose]: parts.close,
  }
}

function takeSnapshot(
  { opened: { network }, ledgers, events, checkOpen, startFork }: Parts,
  wanted: number | undefined,
): DevnetSnapshot {
  const kept = network.snapshot(wanted)
  if (kept === undefined) throw notAtHand(wanted)
  const ledger = kept.sealed.header.ledgerSequence
  return {
    ledger,
    restore: () => {
      checkOpen()
      ledgers.effects.goOver(() => network.restore(kept))
      events.emit({ type: 'restored', ledger })
    },
    fork: (options = {}) => startFork(options, kept),
  }
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
