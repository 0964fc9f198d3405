import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createDevnet, setUpMarket } from '@sdex/devnet'
import { filter, firstValueFrom } from 'rxjs'
import { createHorizonClient } from '../src/createHorizonClient.ts'

/** Clients and streams, opened, used and closed again and again. */
export type OpenCloseCycles = { readonly clients: number; readonly streams: number }

/** Bytes by which the heap grew over the cycles. */
export type HeapGrowth = { readonly clientBytes: number; readonly streamBytes: number }

/** Cycles before the first look at the heap, in which code is compiled and pools are filled. */
const WARM_UP_SHARE = 0.2

/**
 * Each client asks once and follows one stream until it is live, then closes in the middle of it; each stream of one client is left in the middle of it.
 */
export async function openAndClose({ clients, streams }: OpenCloseCycles): Promise<HeapGrowth> {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 61, cadence: 'immediate' })
  const { market } = await setUpMarket(net)
  const follow = async (client: ReturnType<typeof createHorizonClient>): Promise<() => void> => {
    const { records$, status$ } = client.orderBookStream(market)
    const following = records$.subscribe()
    await firstValueFrom(status$.pipe(filter(({ state }) => state === 'live')))
    return () => following.unsubscribe()
  }
  const clientBytes = await growth(clients, async () => {
    await using client = createHorizonClient({ horizonUrl: net.url })
    await client.orderBook(market, { limit: 1 })
    await follow(client)
  })
  await using client = createHorizonClient({ horizonUrl: net.url })
  const streamBytes = await growth(streams, async () => {
    const leave = await follow(client)
    leave()
  })
  return { clientBytes, streamBytes }
}

async function growth(cycles: number, cycle: () => Promise<void>): Promise<number> {
  for (let count = 0; count < cycles * WARM_UP_SHARE; count += 1) await cycle()
  const before = await heapBytes()
  for (let count = 0; count < cycles; count += 1) await cycle()
  return (await heapBytes()) - before
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What is left when all is collected that can be; a socket is let go of in a later turn than it is closed in. */
async function heapBytes(): Promise<number> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  return process.memoryUsage().heapUsed
}
