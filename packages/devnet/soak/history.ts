import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Asset, Operation } from '@stellar/stellar-sdk'
import { createDevnet, devnetKey } from '../src/index.ts'
import { fundAll, transactAll } from '../src/traders/setUp.ts'

/** A day's ledgers of a busy network, of which history keeps the last so many: once those are full, memory stays as it is. */

const LEDGERS = Number(process.argv[2] ?? 17_280)
const KEPT = 500
const PAIRS = 10
const SAMPLES = 40
const MAX_GROWTH = 0.05

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

async function heapMb(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  return process.memoryUsage().heapUsed / 1e6
}

await using net = await createDevnet({ ledgerMs: 'manual', historyLedgers: KEPT })
const pairs = Array.from({ length: PAIRS }, (_, at) => {
  const [maker, taker] = [devnetKey(net.seed, `soak/maker/${at}`), devnetKey(net.seed, `soak/taker/${at}`)]
  return { maker, taker, asset: new Asset('USD', maker.publicKey()) }
})
const accounts = pairs.flatMap(({ maker, taker }) => [maker, taker])
await fundAll(
  net,
  accounts.map((keypair) => ({ accountId: keypair.publicKey(), amount: 100_000_000_000n })),
)
const trust = pairs.map(({ taker, asset }) => ({ keypair: taker, operations: [Operation.changeTrust({ asset })] }))
await transactAll(net, trust)

const OFFER = { amount: '0.01', price: { n: 1, d: 1 }, offerId: '0' }

/** Offers are made in one ledger and taken in the next: the state stays as it is, and history moves on. */
async function trade(): Promise<void> {
  const xlm = Asset.native()
  const made = pairs.map(({ maker, asset }) => ({
    keypair: maker,
    operations: [Operation.manageSellOffer({ selling: asset, buying: xlm, ...OFFER })],
  }))
  await transactAll(net, made)
  const taken = pairs.map(({ taker, asset }) => ({
    keypair: taker,
    operations: [Operation.manageSellOffer({ selling: xlm, buying: asset, ...OFFER })],
  }))
  await transactAll(net, taken)
  await new Promise((resolve) => setImmediate(resolve)) // what is put off until after a close has its turn
}

/** The highest of what lives, looked at many times: it rises and falls, since what was dropped is cut off now and then. */
async function highestUntil(ledger: number): Promise<number> {
  const [from, samples] = [net.ledger, SAMPLES]
  let highest = 0
  for (let sample = 1; sample <= samples; sample += 1) {
    while (net.ledger < from + ((ledger - from) * sample) / samples) await trade()
    highest = Math.max(highest, await heapMb())
  }
  process.stdout.write(`${net.ledger} ledgers, of which ${KEPT} are kept: at most ${highest.toFixed(1)} MB\n`)
  return highest
}

await highestUntil(2 * KEPT)
const full = await highestUntil(4 * KEPT)
const growth = (await highestUntil(LEDGERS)) / full - 1
process.stdout.write(`growth: ${(growth * 100).toFixed(1)} %, at most ${MAX_GROWTH * 100} % is good\n`)
process.exitCode = growth <= MAX_GROWTH ? 0 : 1
