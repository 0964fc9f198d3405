import { systemClock } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { createProbe } from './probe.ts'
import { prepareStage } from './stage/prepareStage.ts'
import { startOwnDevnet } from './startOwnDevnet.ts'
import { createWire } from './wire.ts'

await using net = await startOwnDevnet()
await using wire = createWire(new URL(net.url))
const probe = createProbe({
  horizonUrl: net.url,
  wire,
  clock: systemClock,
  signal: new AbortController().signal,
  pollMs: 10,
  quietMs: 100,
  createKeypair: () => Keypair.random(),
})
const t = performance.now()
const stage = await prepareStage(probe, () => Keypair.random())
console.log(performance.now() - t, Object.keys(stage.transactions), stage.offerIds)
for (const path of process.argv.slice(2))
  console.log((await probe.get(path.replace(/\{(\w+)\}/g, (_, name) => stage.parties[name]?.id ?? stage[name]))).text)
