import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { NetworkSnapshot } from '../createNetwork.ts'
import type { LedgerHistory } from '../history/createHistory.ts'
import { type AssetId, type Entry, entryKey } from '../ledger/entries.ts'
import { readHeader } from '../ledger/header.ts'
import { emptySnapshot, entriesOf, withEntries } from '../ledger/snapshot.ts'
import type { LedgerClose } from '../transactions/createLedger.ts'
import { createStoreThread, type StoreThread, type StoreThreadOptions } from './createStoreThread.ts'
import { StoreError } from './errors.ts'
import type { StoredPart } from './storeMessages.ts'

/** A network's ledger and history in a folder. */
export type Store = {
  /** What was stored; undefined in a new folder. */
  readonly restored: NetworkSnapshot | undefined
  /** Writes a closed ledger, after those before it. Nothing is written any more once the disk has failed. */
  append(closed: StorableLedger): void
  /** Writes another network in the place of what is there. */
  replace(snapshot: NetworkSnapshot): void
  /** Whether so much waits for the disk that ledgers should wait, too. */
  readonly isBehind: boolean
  /** Resolves once it is not, also because the disk has failed. */
  caughtUp(): Promise<void>
  /** Writes what waits, and lets go of the folder. */
  close(): Promise<void>
}

export type StorableLedger = {
  readonly close: LedgerClose
  readonly history: LedgerHistory
  /** All assets that ever traded, in order. */
  readonly assets: readonly AssetId[]
}

export type StoreOptions = {
  /** Made when it is not there. */
  readonly folder: string
  /** Which network it is: a folder of another one is refused. */
  readonly identity: string
  /** Ledgers that history keeps. */
  readonly historyLedgers: number
  /** Told once when the disk fails: the network goes on in memory, and the folder stays as of the last ledger that was written. */
  readonly onError: (error: unknown) => void
  /** @defaultValue {@link createStoreThread} */
  readonly startThread?: ((options: StoreThreadOptions) => StoreThread) | undefined
}

const FILE = 'devnet.sqlite'
/** Ledgers that may wait for the disk. */
const MAX_PENDING = 8
/** Entries that are serialized before the event loop has its turn. */
const SLICE = 500

/**
 * Opens the folder and reads what is there.
 *
 * @throws StoreError when it is in use, of another network or layout, damaged, or cannot be written.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder, identity, historyLedgers, onError, startThread = createStoreThread } = options
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    const message = `The folder ${folder} cannot be made: ${(cause as NodeJS.ErrnoException).code ?? 'unknown error'}.`
    throw new StoreError({ message, remedy: 'Use another folder.', input: folder, cause })
  })
  const read = createReader()
  const thread = startThread({ folder, onPart: read.take })
  try {
    await thread.ask({ type: 'open', file: join(folder, FILE), identity })
  } catch (error) {
    await thread.close()
    throw error
  }
  const restored = read.snapshot(folder)
  let assetCount = restored?.history.assets.length ?? 0
  let hasFailed = false
  let queued = 0
  let tail: Promise<void> = Promise.resolve()

  const then = (work: () => Promise<void>): void => {
    tail = tail
      .then(() => (hasFailed ? undefined : work()))
      .catch((error: unknown) => {
        hasFailed = true
        onError(error)
      })
  }
  const append = ({ close, history, assets }: StorableLedger): void => {
    if (hasFailed) return
    queued += 1
    const fresh = assets.slice(assetCount).map((asset, at) => ({ rank: assetCount + at, asset }))
    assetCount = assets.length
    const sequence = close.header.ledgerSequence
    const { entries, removed } = changedEntries(close)
    const ledger = { entries, removed, histories: [{ sequence, blob: serialize(history) }], assets: fresh }
    then(async () => {
      await thread.ask({ type: 'append', ledger, keptFrom: sequence - historyLedgers + 1 })
      queued -= 1
    })
  }
  const replace = (snapshot: NetworkSnapshot): void => {
    if (hasFailed) return
    assetCount = snapshot.history.assets.length
    then(async () => {
      await thread.ask({ type: 'begin' })
      for (const part of partsOf(snapshot)) await thread.ask({ type: 'fill', part })
      await thread.ask({ type: 'end' })
    })
  }
  return {
    restored,
    append,
    replace,
    get isBehind() {
      return !hasFailed && queued > MAX_PENDING
    },
    caughtUp: async () => {
      if (queued > MAX_PENDING) await tail
    },
    close: async () => {
      await tail
      await thread.close()
    },
  }
}

/** The last state of each entry that a ledger touched. */
function changedEntries({
  transactions,
}: LedgerClose): Pick<StoredPart, 'entries'> & { readonly removed: readonly string[] } {
  const last = new Map<string, Entry | undefined>()
  const changes = [
    ...transactions.flatMap(({ feeChanges }) => feeChanges),
    ...transactions.flatMap((applied) => applied.changes),
  ]
  for (const change of changes) {
    if (change.type === 'removed') last.set(entryKey(change.before), undefined)
    else last.set(entryKey(change.after), change.after)
  }
  const all = [...last]
  return {
    entries: all.flatMap(([key, entry]) => (entry === undefined ? [] : [{ key, blob: serialize(entry) }])),
    removed: all.flatMap(([key, entry]) => (entry === undefined ? [key] : [])),
  }
}

/** A whole network, in parts small enough for the event loop. */
function* partsOf({ sealed, history }: NetworkSnapshot): Generator<StoredPart> {
  const nothing = { histories: [], entries: [], assets: [] }
  yield { ...nothing, assets: history.assets.map((asset, rank) => ({ rank, asset })) }
  for (const closed of history.ledgers) {
    yield { ...nothing, histories: [{ sequence: closed.ledger.header.ledgerSequence, blob: serialize(closed) }] }
  }
  let entries: { key: string; blob: Uint8Array }[] = []
  for (const entry of entriesOf(sealed.state)) {
    entries.push({ key: entryKey(entry), blob: serialize(entry) })
    if (entries.length < SLICE) continue
    yield { ...nothing, entries }
    entries = []
  }
  yield { ...nothing, entries }
}

/** Puts together what the thread reads. */
function createReader(): { take(part: StoredPart): void; snapshot(folder: string): NetworkSnapshot | undefined } {
  const ledgers: LedgerHistory[] = []
  const entries: Entry[] = []
  const assets: AssetId[] = []
  return {
    take: (part) => {
      for (const { blob } of part.histories) ledgers.push(deserialize(blob) as LedgerHistory)
      for (const { blob } of part.entries) entries.push(deserialize(blob) as Entry)
      for (const { asset } of part.assets) assets.push(asset)
    },
    snapshot: (folder) => {
      const header = ledgers.at(-1)?.ledger.header
      if (header === undefined && entries.length === 0) return undefined
      if (header === undefined) throw notWhole(folder)
      const { fields } = readHeader(header.headerXdr)
      return { sealed: { header, state: withEntries(emptySnapshot(fields), entries) }, history: { ledgers, assets } }
    },
  }
}

function notWhole(folder: string): StoreError {
  return new StoreError({
    message: `The folder ${folder} holds entries and no ledger.`,
    remedy: 'Delete the folder, or restore it from a copy.',
    input: folder,
  })
}
