import { join } from 'node:path'
import type { StopReport } from '@sdex/order-lifecycle'
import { type Clock, type Closeable, createScope, type Scope, sleep, systemClock } from '@sdex/primitives'
import { firstValueFrom } from 'rxjs'
import type { Output } from './cli/output.ts'
import type { Options } from './cli/parseOptions.ts'
import type { StopSignals } from './cli/stopSignals.ts'
import type { Config } from './config/configSchema.ts'
import { readConfig } from './config/readConfig.ts'
import { StartUpError } from './errors.ts'
import { type OpenNetwork, openDevnet, openHorizon } from './network/openNetwork.ts'
import { openReport } from './report/openReport.ts'
import { type RuntimeMonitor, startRuntimeMonitor } from './report/runtimeMonitor.ts'
import { createTally, type Tally } from './report/tally.ts'
import { ownOffers } from './strategy/ownOffers.ts'
import type { LedgerView } from './strategy/types.ts'
import { createSender, type Sender } from './trading/createSender.ts'
import type { Exchange } from './trading/exchange.ts'
import { leave } from './trading/leave.ts'
import { openExchange } from './trading/openExchange.ts'
import { startQuoting } from './trading/startQuoting.ts'
import type { BotEvent } from './view/botEvent.ts'
import { openView } from './view/openView.ts'

export type RunArgs = {
  readonly options: Options
  readonly output: Output
  readonly signals: StopSignals
  /** Takes what a second signal does: say at once what may be open. */
  readonly onSecondSignal: (leaveAtOnce: () => void) => void
}

/** How a run ended: nothing is left open; something may be; or it failed, with nothing left open. */
export type RunEnd = 'flat' | 'mayBeOpen' | 'failed'

const DEVNET_CONFIG = join(import.meta.dirname, '../config/devnet.yaml')
/** Proving a cancel takes its time bound and some ledgers. */
const PROOF_MS = 60_000

/** Runs the bot from its configuration to its report. */
export async function run({ options, output, signals, onSecondSignal }: RunArgs): Promise<RunEnd> {
  const clock = systemClock
  const config = await readConfig(options.configFile ?? DEVNET_CONFIG)
  await using scope = createScope()
  const runtime = startRuntimeMonitor()
  scope.add(() => runtime.stop())
  const network = await open({ options, config, scope, signals })
  if (network === undefined) return 'flat'
  const exchange = await connectTo(network, { config, signals })
  if (exchange === undefined) return 'flat'
  scope.add(() => exchange.close())
  const tally = createTally()
  const view = openView({ options, output, clock, tally, runtime, exchange, name: network.name })
  scope.add(() => view.close())
  const desk: Desk = { options, config, network, exchange, tally, runtime, output, clock, signals, emit: view.emit }
  const last = followEvents(desk, scope)
  onSecondSignal(() => {
    void view.close()
    reportOpen(desk, last.view)
  })
  return await trade(desk, { close: view.close, last }) // awaited: what the scope holds is closed after it
}

/** What the parts of a run share. */
type Desk = {
  readonly options: Options
  readonly config: Config
  readonly network: OpenNetwork
  readonly exchange: Exchange & Closeable
  readonly tally: Tally
  readonly runtime: RuntimeMonitor
  readonly output: Output
  readonly clock: Clock
  readonly signals: StopSignals
  readonly emit: (event: BotEvent) => void
}

type Last = { view: LedgerView | undefined }

/** Undefined when a signal came before there was anything to leave. */
async function open(args: {
  readonly options: Options
  readonly config: Config
  readonly scope: Scope
  readonly signals: StopSignals
}): Promise<OpenNetwork | undefined> {
  const { options, config, scope, signals } = args
  const { target, configFile } = options
  const signal = signals.requested
  const common = { config, configFile, scope, signal }
  return unlessStopped(signals, () =>
    target.type === 'devnet' ? openDevnet({ ...common, target }) : openHorizon({ ...common, target }),
  )
}

function connectTo(
  network: OpenNetwork,
  { config, signals }: { readonly config: Config; readonly signals: StopSignals },
): Promise<(Exchange & Closeable) | undefined> {
  const { horizonUrl, passphrase, signer, market, requestsPerHour } = network
  return unlessStopped(signals, () =>
    openExchange({
      ...{ horizonUrl, signer, market, requestsPerHour },
      networkPassphrase: passphrase,
      validForMs: config.orders.validForS * 1_000,
      maxFeePerOperation: BigInt(config.fees.maxPerOp),
      signal: signals.requested,
    }).catch((cause: unknown) => {
      if (signals.requested.aborted || !(cause instanceof Error)) throw cause
      throw new StartUpError({
        message: `Cannot trade at ${horizonUrl}: ${cause.message}`,
        remedy: 'Start again when that is mended.',
        cause,
      })
    }),
  )
}

async function unlessStopped<Value>(signals: StopSignals, work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (signals.requested.aborted) return undefined
    throw error
  }
}

/** Tells and counts what the exchange says. */
function followEvents({ exchange, emit, tally }: Desk, scope: Scope): Last {
  const last: Last = { view: undefined }
  const subscriptions = [
    exchange.status$.subscribe((status) => {
      if (status.state !== 'closed') emit({ type: 'status', status })
    }),
    exchange.view$.subscribe((view) => {
      last.view = view
      tally.countLedger()
    }),
    exchange.fills$.subscribe(({ whole, ...fill }) => {
      tally.countFill(whole)
      emit({ type: 'fill', fill })
    }),
  ]
  scope.add(() => {
    for (const subscription of subscriptions) subscription.unsubscribe()
  })
  return last
}

type Session = { readonly close: () => Promise<void>; readonly last: Last }

async function trade(desk: Desk, { close, last }: Session): Promise<RunEnd> {
  const { options, config, network, exchange, emit, signals, clock, tally } = desk
  const sender = createSender({ exchange, emit, tally })
  let failure: unknown
  const fail = (error: unknown): void => {
    failure = error
    signals.request('internal error')
  }
  if (network.warning !== undefined) emit({ type: 'warning', text: network.warning })
  const stopping = waitForEnd(desk)
  await takeOver(desk)
  const quoting = options.durationMs === 0 ? undefined : startQuoting({ exchange, sender, config, emit, onError: fail })
  const reason = await stopping
  quoting?.stop()
  emit({ type: 'stopping', reason })
  const report = await leave({ exchange, clock, timeoutMs: config.orders.validForS * 1_000 + PROOF_MS })
  for (const { status, elapsedMs, acceptedMs, changes } of report.cancels) {
    tally.countSettled(
      changes.map(({ change }) => change),
      { status, elapsedMs, acceptedMs },
    )
  }
  await close()
  await finish(desk, { report, last, sender })
  if (failure !== undefined) throw failure
  return report.status === 'flat' ? 'flat' : 'mayBeOpen'
}

/** Cancels the offers of an earlier run where that is wanted; otherwise the strategy takes them as its own. */
async function takeOver({ options, config, exchange, emit, signals }: Desk): Promise<void> {
  const view = await firstValueFrom(exchange.view$)
  const count = ownOffers(view, 'sell').length + ownOffers(view, 'buy').length
  if (count === 0) return
  const isCancel = (options.existingOffers ?? config.startup.existingOffers) === 'cancel'
  emit({ type: 'note', text: `${isCancel ? 'cancelling' : 'adopting'} ${count} offers of an earlier run` })
  if (!isCancel) return
  await unlessStopped(signals, () => exchange.cancelAll(signals.requested))
}

/** Resolves with why the run is to end. */
async function waitForEnd({ options, signals, clock }: Desk): Promise<string> {
  const { requested } = signals
  const stopped = new Promise<string>((resolve) => {
    const tell = (): void => resolve(String(requested.reason))
    if (requested.aborted) tell()
    else requested.addEventListener('abort', tell, { once: true })
  })
  if (options.durationMs === undefined) return stopped
  const over = sleep(clock, options.durationMs, requested).then(
    () => 'duration',
    () => stopped,
  )
  return Promise.race([stopped, over])
}

type End = { readonly report: StopReport; readonly last: Last; readonly sender: Sender }

async function finish(desk: Desk, { report, last, sender }: End): Promise<void> {
  const { output, options, exchange, tally, runtime, network } = desk
  if (report.status === 'flat') output.line(`no offer is left open as of ledger ${report.ledger}`)
  else {
    output.problem(`it is not proved that nothing is open: ${report.reason}`)
    reportOpen(desk, last.view)
  }
  await exchange.close()
  await sender.idle() // what was never settled is counted as unknown
  if (!options.json) return
  const { requests, errors } = exchange.requestCounts()
  const { durationS, ...cost } = runtime.read()
  const { ledgers, ...counts } = tally.read()
  output.json({
    durationS,
    ledgers,
    network: network.passphrase,
    orders: counts.orders,
    fills: counts.fills,
    openAtEnd: report.status === 'flat' ? 0 : (report.open?.offers.length ?? null),
    latencyMs: counts.latencyMs,
    requests,
    requestErrors: errors,
    ...cost,
  })
}

/** Says what may still be open, and how to cancel it. */
function reportOpen({ exchange, network, output }: Desk, view: LedgerView | undefined): void {
  const pending = exchange.pending()
  const lines = openReport({
    horizonUrl: network.horizonUrl,
    account: exchange.account,
    market: exchange.market,
    offers: view && { ledger: view.ledger, own: [...ownOffers(view, 'sell'), ...ownOffers(view, 'buy')] },
    transactions: pending === undefined ? [] : [pending],
    cure: network.cure,
  })
  for (const line of lines) output.problem(line)
}
