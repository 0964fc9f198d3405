import { openAndClose } from '../test/openClose.ts'

/** Clients opened, used and closed 10,000 times, and as many streams of one client: the heap stays as it was, and nothing stays open. */

const CYCLES = Number(process.argv[2] ?? 10_000)
const MAX_GROWTH_BYTES = 4_000_000

const { clientBytes, streamBytes } = await openAndClose({ clients: CYCLES, streams: CYCLES })
await new Promise((resolve) => setTimeout(resolve, 500)) // a server is gone in a later turn than it is closed in
const left = process.getActiveResourcesInfo().filter((kind) => /Timeout|TCP/.test(kind))
process.stdout.write(
  `heap: ${clientBytes} bytes more after ${CYCLES} clients, ${streamBytes} after ${CYCLES} streams\n`,
)
process.stdout.write(`left open: ${left.join(', ') || 'nothing'}\n`)
process.exitCode = Math.max(clientBytes, streamBytes) < MAX_GROWTH_BYTES && left.length === 0 ? 0 : 1
