import { ReplaySubject, share } from 'rxjs'
import { MAX_LIMIT } from '../reads/checkInput.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { HorizonStream } from '../types/streams.ts'
import { parseLedger } from '../wire/ledger.ts'
import { LedgerGapError } from './errors.ts'
import { beforeHistory } from './historyReach.ts'
import { createLedgerChain, type LedgerChain } from './ledgerChain.ts'
import { noLedgerYet, readNewestLedger } from './newestLedger.ts'
import type { StreamContext } from './ports.ts'
import { recordStream } from './recordStream.ts'
import type { Resume, StreamSpec } from './streamSpec.ts'

/**
 * Every ledger once, in order, from the newest on. Each begins with the newest for whoever subscribes, as clocks do that follow it.
 *
 * What the stream leaves out is read by request. A network that was reset is not followed: `status$` is `stale` with the code
 * `SDEX_NETWORK_RESET`, or with `SDEX_BEFORE_HISTORY` where the server no longer keeps what is missing.
 */
export function ledgerStream(context: StreamContext): HorizonStream<Ledger> {
  const { records$, status$ } = recordStream(context, () => ledgerSpec(context))
  return {
    records$: records$.pipe(share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: true })),
    status$,
  }
}

function ledgerSpec(context: StreamContext): StreamSpec<Ledger> {
  const chain = createLedgerChain(context.servers.doubt)
  return {
    path: '/ledgers',
    query: { limit: MAX_LIMIT },
    priority: 'account',
    kind: 'records',
    bringsEachLedger: true,
    read: (json) => told(context, chain.append(parseLedger(json))),
    prepare: async (resume) => {
      const { last } = chain
      if (last !== undefined) {
        // Each ledger names the one before it, so a stream that goes on is proved by what it brings.
        if (!resume.wentWell) await catchUp(context, chain, resume)
      } else {
        await begin(context, chain, resume)
      }
      return resumeToken(chain)
    },
  }
}

/** Each ledger of the chain, streamed or read, is kept as one to know the network by. */
function told({ onLedger }: StreamContext, ledger: Ledger): Ledger {
  onLedger?.(ledger)
  return ledger
}

async function begin(context: StreamContext, chain: LedgerChain, { emit, signal }: Resume<Ledger>): Promise<void> {
  const newest = await readNewestLedger(context, signal)
  if (newest !== undefined) emit(newest.pagingToken, told(context, chain.append(newest)))
}

/** Reads what the stream may have left out, and makes sure that it is the same network. */
async function catchUp(context: StreamContext, chain: LedgerChain, resume: Resume<Ledger>): Promise<void> {
  const { signal } = resume
  let count = 0
  for (let isFull = true; isFull && !signal.aborted; ) {
    const page = { cursor: resumeToken(chain), order: 'asc', limit: MAX_LIMIT, priority: 'account', signal } as const
    const { records } = await context.reads.ledgers(page)
    for (const ledger of records) resume.emit(ledger.pagingToken, told(context, appendRead(chain, ledger)))
    count += records.length
    isFull = records.length === MAX_LIMIT
  }
  if (count > 0) return
  const newest = await readNewestLedger(context, signal)
  if (newest !== undefined) chain.verify(newest)
}

/** A page that begins too late: Horizon moves a cursor from before its history to the oldest ledger that it keeps, and says nothing. */
function appendRead(chain: LedgerChain, ledger: Ledger): Ledger {
  try {
    return chain.append(ledger)
  } catch (error) {
    if (!(error instanceof LedgerGapError)) throw error
    throw beforeHistory(ledger.sequence, error)
  }
}

function resumeToken({ last }: LedgerChain): string {
  if (last !== undefined) return last.pagingToken
  throw noLedgerYet()
}
