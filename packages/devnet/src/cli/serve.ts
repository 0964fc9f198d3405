import { AbortedError, createScope, formatMarket, STROOPS_PER_UNIT } from '@sdex/primitives'
import type { Keypair } from '@stellar/stellar-sdk'
import type { ClosedLedger } from '../closedLedger.ts'
import { createDevnet } from '../createDevnet.ts'
import type { Devnet } from '../devnet.ts'
import { devnetKey } from '../traders/devnetKey.ts'
import { fundAll } from '../traders/setUp.ts'
import { type DevnetMarket, setUpMarket } from '../traders/setUpMarket.ts'
import { setUpMarkets } from '../traders/setUpMarkets.ts'
import { startTraders } from '../traders/startTraders.ts'
import { readScenario } from './readScenario.ts'
import type { ServeOptions } from './serveOptions.ts'

/** Where a command prints, and what ends it. */
export type Surroundings = { readonly print: (line: string) => void; readonly signal: AbortSignal }

/** What a funded account begins with: lumens, and with a market its assets. */
const BASE_AMOUNT = 10_000n * STROOPS_PER_UNIT
const QUOTE_AMOUNT = 1_000n * STROOPS_PER_UNIT

/** Runs a network until the signal fires; everything it opened is closed then. */
export async function serve(options: ServeOptions, { print, signal }: Surroundings): Promise<void> {
  await using scope = createScope()
  const scenario = options.faults === undefined ? [] : await readScenario(options.faults)
  const { accounts, traders, markets, offers, faults, json, ...network } = options
  const net = await createDevnet(network)
  scope.add(net.close)
  const keypairs = Array.from({ length: options.accounts }, (_, index) => devnetKey(net.seed, `account/${index}`))
  const market = await populate(net, { options, keypairs, signal }).catch((error: unknown) => {
    if (!(error instanceof AbortedError)) throw error
    return undefined // the signal is asked for below
  })
  if (signal.aborted) return
  const stage = { net, keypairs, market }
  for (const line of options.json ? [describeAsJson(stage)] : describe(stage)) print(line)
  scope.add(net.onLedgerClosed((closed) => print(options.json ? ledgerAsJson(closed) : ledgerLine(closed))))
  net.faults.play(scenario)
  await fired(signal)
}

/** Without traders there is no market, and accounts hold lumens alone. */
async function populate(
  net: Devnet,
  {
    options,
    keypairs,
    signal,
  }: { readonly options: ServeOptions; readonly keypairs: readonly Keypair[]; readonly signal: AbortSignal },
): Promise<DevnetMarket | undefined> {
  const { traders, markets, offers, dataFolder } = options
  const resume = dataFolder !== undefined
  if (markets > 0) await setUpMarkets(net, { count: markets, offersPerMarket: offers, signal, resume })
  if (traders === 0) {
    const absent = keypairs.filter((keypair) => !resume || net.account(keypair.publicKey()) === undefined)
    const funds = absent.map((keypair) => ({ accountId: keypair.publicKey(), amount: BASE_AMOUNT }))
    await fundAll(net, funds, { signal })
    return undefined
  }
  const market = await setUpMarket(net, { resume, signal })
  const members = keypairs.map((keypair) => ({ keypair, baseAmount: BASE_AMOUNT, quoteAmount: QUOTE_AMOUNT }))
  await market.join(members, { signal })
  await startTraders(net, { market, count: traders, signal })
  return market
}

type Stage = { readonly net: Devnet; readonly keypairs: readonly Keypair[]; readonly market: DevnetMarket | undefined }

function describeAsJson({ net, keypairs, market }: Stage): string {
  return JSON.stringify({
    horizon: net.url,
    control: net.controlUrl,
    passphrase: net.passphrase,
    friendbot: net.friendbotUrl,
    certificate: net.certificate,
    accounts: keypairs.map((keypair) => ({ publicKey: keypair.publicKey(), secret: keypair.secret() })),
    market: market && formatMarket(market.market),
  })
}

function describe({ net, keypairs, market }: Stage): readonly string[] {
  return [
    `Horizon     ${net.url}`,
    `Control     ${net.controlUrl}`,
    `Passphrase  ${net.passphrase}`,
    `Friendbot   ${net.friendbotUrl}?addr=G...`,
    ...(net.certificate === undefined ? [] : [`Certificate\n${net.certificate.trim()}`]),
    ...(market === undefined ? [] : [`Market      ${formatMarket(market.market)}`]),
    ...keypairs.map((keypair) => `Account     ${keypair.publicKey()} ${keypair.secret()}`),
  ]
}

function ledgerLine({ sequence, closedAtMs, transactions }: ClosedLedger): string {
  const failed = transactions.filter(({ isSuccessful }) => !isSuccessful).length
  const time = new Date(closedAtMs).toISOString().slice(11, 19)
  return `${time} ledger ${sequence}: ${transactions.length} transactions${failed === 0 ? '' : `, ${failed} failed`}`
}

function ledgerAsJson({ sequence, closedAtMs, hash, transactions }: ClosedLedger): string {
  const failed = transactions.filter(({ isSuccessful }) => !isSuccessful).length
  return JSON.stringify({ ledger: sequence, closedAtMs, hash, transactions: transactions.length, failed })
}

function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
