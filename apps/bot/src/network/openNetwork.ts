import { createDevnet, devnetKey, setUpMarket, startTraders } from '@sdex/devnet'
import { keypairSigner, type Signer } from '@sdex/order-lifecycle'
import {
  createMarket,
  isSdexError,
  type Market,
  parseAsset,
  type Scope,
  STROOPS_PER_UNIT,
  systemClock,
  withDeadline,
} from '@sdex/primitives'
import { createHorizonClient } from '@sdex/transport'
import { Networks } from '@stellar/stellar-sdk'
import type { Target } from '../cli/parseOptions.ts'
import type { Config } from '../config/configSchema.ts'
import { StartUpError, UsageError } from '../errors.ts'
import { badSecret, readSecretFile } from './readSecretFile.ts'

/** Where the bot trades, ready to connect to. */
export type OpenNetwork = {
  /** For people: `devnet, seed 7`. */
  readonly name: string
  readonly horizonUrl: string
  readonly passphrase: string
  readonly signer: Signer
  readonly market: Market
  /** Requests that the server grants in an hour. */
  readonly requestsPerHour: number
  readonly warning: string | undefined
  /** How to cancel by hand what was left. */
  readonly cure: string
}

/** What the bot begins with on devnet: units of base and of quote, worth the same at the traders' price. */
const WEALTH = { base: 20_000n * STROOPS_PER_UNIT, quote: 2_000n * STROOPS_PER_UNIT }
/** devnet has no limits; the budget stays a part of the path. */
const DEVNET_REQUESTS_PER_HOUR = 360_000
const PUBLIC_REQUESTS_PER_HOUR = 3_600
const FIRST_ANSWER_MS = 10_000

type OpenArgs<Type extends Target['type']> = {
  readonly target: Extract<Target, { readonly type: Type }>
  readonly config: Config
  readonly configFile: string | undefined
  readonly scope: Scope
  readonly signal: AbortSignal
}

/**
 * Starts devnet with its traders, and funds the bot.
 *
 * @throws UsageError when the port is in use.
 */
export async function openDevnet({ target, config, scope }: OpenArgs<'devnet'>): Promise<OpenNetwork> {
  const { seed, ledgerMs, port } = target
  const net = await createDevnet({ seed, ledgerMs, port }).catch((cause: unknown) => {
    throw isPortInUse(cause) ? portInUse(port, cause) : cause
  })
  scope.add(() => net.close())
  const { base, quote } = config.pair
  const devnetMarket = await setUpMarket(net, { base, quote })
  const keypair = devnetKey(seed, 'bot')
  await devnetMarket.join([{ keypair, baseAmount: WEALTH.base, quoteAmount: WEALTH.quote }])
  const traders = await startTraders(net, { market: devnetMarket })
  scope.add(() => traders.stop())
  return {
    name: `devnet, seed ${seed}`,
    horizonUrl: net.url,
    passphrase: net.passphrase,
    signer: keypairSigner(keypair.secret()),
    market: devnetMarket.market,
    requestsPerHour: DEVNET_REQUESTS_PER_HOUR,
    warning: undefined,
    cure: 'devnet ends with this process: nothing is left to cancel',
  }
}

/**
 * Reads the key, and asks the server for its network.
 *
 * @throws UsageError for a bad key or market, and for the public network unless it was asked for; StartUpError when there is no server.
 */
export async function openHorizon({ target, config, configFile, signal }: OpenArgs<'horizon'>): Promise<OpenNetwork> {
  const { url, secretFile, allowMainnet } = target
  const { secret, warning } = await readSecretFile(secretFile)
  const signer = signerOf(secret, secretFile)
  const market = createMarket(issued(config.pair.base, 'pair.base'), issued(config.pair.quote, 'pair.quote'))
  const passphrase = await readPassphrase(url, signal)
  checkPassphrase(passphrase, config)
  if (passphrase === Networks.PUBLIC) checkMainnet(allowMainnet, config)
  return {
    name: passphrase,
    horizonUrl: url,
    passphrase,
    signer,
    market,
    requestsPerHour: PUBLIC_REQUESTS_PER_HOUR,
    warning,
    cure: `cancel with: npm run bot -- --horizon ${url} --secret-file ${secretFile} --config ${configFile ?? 'FILE'} --duration-s 0${allowMainnet ? ' --yes-mainnet' : ''}`,
  }
}

async function readPassphrase(horizonUrl: string, signal: AbortSignal): Promise<string> {
  await using client = createHorizonClient({ horizonUrl })
  try {
    const read = (cut: AbortSignal) => client.network({ signal: cut })
    return (await withDeadline(read, { clock: systemClock, timeoutMs: FIRST_ANSWER_MS, signal, what: 'Asking' }))
      .passphrase
  } catch (cause) {
    if (!isSdexError(cause)) throw cause
    throw new StartUpError({
      message: `${client.horizonUrl} does not answer as a Horizon: ${cause.message}`,
      remedy: 'Check the URL and that the server runs.',
      cause,
    })
  }
}

function checkPassphrase(found: string, config: Config): void {
  const wanted = config.network?.passphrase
  if (wanted === undefined || wanted === found) return
  throw new UsageError({
    message: `The server is of the network "${found}", the configuration names "${wanted}".`,
    remedy: 'Change --horizon or network.passphrase.',
  })
}

function checkMainnet(isAllowed: boolean, config: Config): void {
  if (!isAllowed) {
    throw new UsageError({
      message: 'The server is of the public network, where offers cost real money.',
      remedy: 'Add --yes-mainnet to mean it.',
    })
  }
  if (config.risk === undefined) {
    throw new UsageError({
      message: 'The public network needs risk limits.',
      remedy: 'Write a risk section in the configuration.',
    })
  }
}

function signerOf(secret: string, file: string): Signer {
  try {
    return keypairSigner(secret)
  } catch (error) {
    if (isSdexError(error)) throw badSecret(file)
    throw error
  }
}

function issued(text: string, key: string): Market['base'] {
  try {
    return parseAsset(text)
  } catch (cause) {
    throw new UsageError({
      message: `${key} is ${JSON.stringify(text)}.`,
      remedy: 'On a server write XLM or CODE:ISSUER.',
      cause,
    })
  }
}

/** Whether the system said so, below what devnet makes of it. */
function isPortInUse(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'EADDRINUSE') || isPortInUse(error.cause)
}

function portInUse(port: number, cause: unknown): UsageError {
  return new UsageError({ message: `Port ${port} is in use.`, remedy: 'Give another --port, or none.', cause })
}
