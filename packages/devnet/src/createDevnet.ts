import { ClosedError, createScope } from '@sdex/primitives'
import { createResettableNetwork } from './backends/createResettableNetwork.ts'
import type { Network, Submission } from './createNetwork.ts'
import type { ClosedLedger, Devnet } from './devnet.ts'
import { checkDevnetOptions, type DevnetOptions } from './devnetOptions.ts'
import { InvalidEnvelopeError } from './errors.ts'
import { createEffects } from './faults/createEffects.ts'
import { createFaults, type FaultEngine } from './faults/createFaults.ts'
import { createListening } from './faults/createListening.ts'
import { createSubmissionFates } from './faults/submissionFates.ts'
import { createFriendbot } from './friendbot/createFriendbot.ts'
import { createServer } from './horizon/createServer.ts'
import { FRIENDBOT_AMOUNT } from './horizon/routes/friendbot.ts'
import { startLedgerPace } from './ledgerPace.ts'
import { type LedgerClose, rootKeypair } from './transactions/createLedger.ts'

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
export async function createDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const checked = checkDevnetOptions(options)
  const { passphrase, seed, ledgerMs, clock } = checked
  const fates = createSubmissionFates((transaction) => network.submit(transaction))
  const network = createResettableNetwork({ ...checked, isWithheld: fates.isWithheld })
  const root = rootKeypair(passphrase)
  const friendbot = createFriendbot(network, root)
  const misfortune: FaultEngine['misfortune'] = (request) => faults.misfortune(request)
  const server = createServer({ ...checked, network, friendbot, fates, misfortune })
  const listening = createListening(server)
  const listeners = new Set<(closed: ClosedLedger) => void>()

  let isOpen = true
  const checkOpen = (): void => {
    if (!isOpen) throw new ClosedError({ message: 'The network was closed.', remedy: 'Start another one.' })
  }
  const closeLedger = (): ClosedLedger => {
    checkOpen()
    friendbot.submitWaiting()
    const closed = closedLedger(network.close(effects.takeCloseRequest()))
    friendbot.settle()
    fates.ledgerClosed()
    server.committed()
    faults.ledgerClosed()
    for (const listener of [...listeners]) listener(closed)
    return closed
  }
  await listening.setWanted(true)
  const pace = startLedgerPace({ clock, ledgerMs, close: closeLedger })
  const { backends } = server
  const effects = createEffects({ network, backends, listening, fates, pace, keypair: root, onError: checked.onError })
  const faults = createFaults({ seed, clock, effects, latestLedger: () => network.state.header.ledgerSequence })
  const scope = createScope()
  scope.add(friendbot.close)
  scope.add(() => listening.setWanted(false))
  scope.add(server.close) // closed before: what fails from then on is no fault of the server
  scope.add(() => listeners.clear())
  scope.add(() => {
    isOpen = false
  })
  scope.add(faults.close)
  scope.add(pace.stop)
  return {
    url: server.url,
    friendbotUrl: `${server.url}/friendbot`,
    passphrase,
    seed,
    closeLedger: async () => closeLedger(),
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
    onLedgerClosed: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stopListening: () => listening.setWanted(false),
    listen: async () => {
      checkOpen()
      await listening.setWanted(true)
    },
    faults,
    close: scope.close,
    [Symbol.asyncDispose]: scope.close,
  }
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

function closedLedger({ header, transactions }: LedgerClose): ClosedLedger {
  return {
    sequence: header.ledgerSequence,
    hash: header.hash,
    closedAtMs: header.closeTime * 1000,
    transactions: transactions.map(({ transaction, isSuccessful, resultXdr }) => ({
      hash: transaction.hash,
      isSuccessful,
      resultXdr,
    })),
  }
}
