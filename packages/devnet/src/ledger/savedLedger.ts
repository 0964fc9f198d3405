import { Buffer } from 'node:buffer'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { xdr } from '@stellar/stellar-sdk'
import type { Entry } from './entries.ts'
import { entryOf } from './entryOf.ts'
import { entryWire } from './entryWire.ts'
import { SavedLedgerError } from './errors.ts'
import { type LedgerHeader, readHeader } from './header.ts'
import { emptySnapshot, entriesOf, type LedgerSnapshot, withEntries } from './snapshot.ts'

/** A ledger after a close: its entries, and the header that the next one chains to. */
export type SealedSnapshot = { readonly header: LedgerHeader; readonly state: LedgerSnapshot }

/** The first line of a file says what it is. The next is the LedgerHeader, then comes a LedgerEntry a line, all XDR in base64, and at last their number. */
const FORMAT = 'sdex-devnet ledger 1'
const END = 'entries:'

/** Entries in a chunk: what is encoded before the event loop has its turn. */
const CHUNK_ENTRIES = 100

/** Writes a ledger to a file, which is replaced. A snapshot never changes, so closes may go on meanwhile. */
export async function saveLedger(file: string, sealed: SealedSnapshot, signal?: AbortSignal): Promise<void> {
  await pipeline(Readable.from(chunksOf(sealed)), createWriteStream(file), signal === undefined ? {} : { signal })
}

/**
 * Reads a ledger from a file that {@link saveLedger} wrote, in full: every entry, and the header that the next ledger chains to.
 *
 * @throws SavedLedgerError when the file is no such ledger, or not whole.
 */
export async function loadLedger(file: string): Promise<SealedSnapshot> {
  const input = createReadStream(file)
  try {
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
    if ((await lines.next()).value !== FORMAT) throw new Error('The first line is another one')
    const { header, fields } = readHeader((await lines.next()).value ?? '')
    const entries: Entry[] = []
    let last: string | undefined
    for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
      last = next.value
      if (!last.startsWith(END)) entries.push(readEntry(last))
    }
    if (last !== `${END} ${entries.length}`) throw new Error('The last line is missing')
    return { header, state: withEntries(emptySnapshot(fields), entries) }
  } catch (cause) {
    throw new SavedLedgerError({
      message: `${file} holds no whole ledger.`,
      remedy: 'Save it again, or start without it.',
      input: file,
      cause,
    })
  } finally {
    input.destroy()
  }
}

/** The last line counts the entries, so that a file that was cut off is not taken for whole. */
function* chunksOf({ header, state }: SealedSnapshot): Generator<string> {
  yield `${FORMAT}\n${header.headerXdr}\n`
  let chunk: string[] = []
  let count = 0
  for (const entry of entriesOf(state)) {
    count += 1
    chunk.push(Buffer.from(xdr.LedgerEntry.schema.encode(entryWire(entry))).toString('base64'))
    if (chunk.length < CHUNK_ENTRIES) continue
    yield `${chunk.join('\n')}\n`
    chunk = []
  }
  yield `${[...chunk, `${END} ${count}`].join('\n')}\n`
}

function readEntry(line: string): Entry {
  const entry = entryOf(xdr.LedgerEntry.schema.decode(Buffer.from(line, 'base64')))
  if (entry === undefined) throw new Error('an entry that only contracts make')
  return entry
}
