import { orderBookRows } from './api/orderBook.ts'
import { streamRows } from './api/streams.ts'
import { submissionRows } from './api/submissions.ts'
import type { BenchRow } from './ledger.ts'

/** Every row of what is served over HTTP: the network in one process, whoever asks in this one. */
export async function rows(): Promise<readonly BenchRow[]> {
  const measured = [...(await streamRows()), ...(await orderBookRows()), ...(await submissionRows())]
  return measured.map((row) => ({ bench: 'devnet-api', ...row }))
}

if (import.meta.main) console.log(JSON.stringify(await rows(), null, 2))
