import { systemClock } from '@sdex/primitives'
import { boundHeap } from '../../src/cli/boundHeap.ts'
import { createDevnet } from '../../src/index.ts'
import { populateStage } from './populateStage.ts'
import { type Closed, type Ready, type Stage, traderKey, type Usage } from './stage.ts'

/**
 * A network in a process of its own: the argument says what it is filled with. It tells when it is ready, then each ledger, and at the message `usage` what it
 * has used; it ends when its parent does.
 */
const stage: Stage = JSON.parse(process.argv[2] ?? '{}')

/** When the timer fired that closes a ledger: from there on counts how late news is. */
let begunAtMs = 0
const clock = {
  ...systemClock,
  setTimer: (run: () => void, ms: number) =>
    systemClock.setTimer(() => {
      begunAtMs = performance.timeOrigin + performance.now()
      run()
    }, ms),
}

boundHeap() // as `serve` does
const net = await createDevnet({ ledgerMs: stage.ledgerMs, cadence: 'immediate', clock })
net.stopClock()
await populateStage(net, stage)
net.onLedgerClosed(({ sequence, transactions }) => {
  const closedAtMs = performance.timeOrigin + performance.now()
  const failed = transactions.filter(({ isSuccessful }) => !isSuccessful).length
  const hashes = transactions.map(({ hash }) => hash)
  const closed: Closed = { type: 'closed', sequence, begunAtMs, closedAtMs, hashes, failed }
  process.send?.(closed)
})
process.on('message', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage: Usage = {
    ...{ type: 'usage', cpuMs: (userCPUTime + systemCPUTime) / 1_000 },
    ...{
      peakMb: (maxRSS * 1_024) / 1e6,
      rssMb: process.memoryUsage.rss() / 1e6,
      heapMb: process.memoryUsage().heapUsed / 1e6,
    },
  }
  process.send?.(usage)
})
process.once('disconnect', () => process.exit())
const sequences = Array.from({ length: stage.traders }, (_, at) =>
  String(net.account(traderKey(at).publicKey())?.sequence ?? 0n),
)
const ready: Ready = { type: 'ready', url: net.url, passphrase: net.passphrase, sequences }
process.send?.(ready)
net.startClock()
